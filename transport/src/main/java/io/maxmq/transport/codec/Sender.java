package io.maxmq.transport.codec;

/**
 * Who sent the packets that a decoder reads, for the rules that differ by direction.
 */
public enum Sender
{
    /** The broker reads what a client sent. */
    CLIENT,
    /** A client reads what a broker sent. */
    SERVER
}
