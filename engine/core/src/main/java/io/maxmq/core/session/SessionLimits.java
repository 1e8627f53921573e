package io.maxmq.core.session;

/**
 * How much may wait for one session.
 *
 * @param maxQueued messages that wait for a session, not counting those in flight.
 * @param overflow  what happens to the next one.
 */
public record SessionLimits(int maxQueued, Overflow overflow)
{
    /** What happens when a queue is full. */
    public enum Overflow
    {
        /** The oldest message that has not been sent makes room. */
        DROP_OLDEST,
        /** The new message is dropped. */
        DROP_NEWEST,
        /** The new message is dropped and the client disconnected with 0x97. */
        DISCONNECT
    }
}
