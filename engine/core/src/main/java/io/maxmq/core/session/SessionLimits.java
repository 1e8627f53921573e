package io.maxmq.core.session;

import io.maxmq.journal.event.LimitsEvent;

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
    /**
     * Limits as the log has them.
     *
     * @param event with them.
     * @return the limits.
     */
    public static SessionLimits of(final LimitsEvent event)
    {
        return new SessionLimits((int)Math.min(event.queueMaxMessages(), Integer.MAX_VALUE), event.queueMaxBytes(),
            event.queueMaxAgeMs(), overflow(event.overflowPolicy()));
    }

    private static Overflow overflow(final int policy)
    {
        switch (policy)
        {
            case LimitsEvent.DROP_OLDEST:
                return Overflow.DROP_OLDEST;

            case LimitsEvent.DISCONNECT:
                return Overflow.DISCONNECT;

            default:
                return Overflow.DROP_NEWEST;
        }
    }

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
