package io.maxmq.core.session;

/**
 * How much may wait for one session.
 *
 * @param maxQueued messages that wait for a session, not counting those in flight.
 * @param maxBytes  bytes of them; for a persistent session those in flight count too.
 * @param maxAgeMs  after which they are dropped unsent, {@link Long#MAX_VALUE} for never.
 * @param overflow  what happens to the next one.
 */
public record SessionLimits(int maxQueued, long maxBytes, long maxAgeMs, Overflow overflow)
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
