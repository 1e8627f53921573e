package io.maxmq.core.session;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.message.Delivery;

/**
 * The limits of outbound queues and what happens when they are reached. One per worker, used by its thread alone.
 */
final class QueueRoom
{
    private final QueueEntries entries;
    private final SessionLimits cleanLimits;
    private final WorkerCounters counters;
    private SessionLimits persistentLimits;

    QueueRoom(
        final QueueEntries entries,
        final SessionLimits persistentLimits,
        final SessionLimits cleanLimits,
        final WorkerCounters counters)
    {
        this.entries = entries;
        this.persistentLimits = persistentLimits;
        this.cleanLimits = cleanLimits;
        this.counters = counters;
    }

    void persistentLimits(final SessionLimits limits)
    {
        persistentLimits = limits;
    }

    SessionLimits persistentLimits()
    {
        return persistentLimits;
    }

    boolean mayQueue(final Session session, final Delivery delivery)
    {
        return session.out.next() - session.sendCursor < cleanLimits.maxQueued() &&
            session.queuedBytes + delivery.message().blockLength() <= cleanLimits.maxBytes();
    }

    /** A clean session gets one message less. */
    void overflow(final Session session, final Outlet outlet)
    {
        counters.increment(Counter.DROPPED_QUEUE_FULL);
        if (cleanLimits.overflow() == SessionLimits.Overflow.DISCONNECT)
        {
            outlet.overflow();
        }
    }

    /**
     * Makes room in a persistent session's queue, where its limits and policy allow.
     *
     * @param session to which a message comes.
     * @param length  of the message.
     * @return false where the message is to be dropped.
     */
    boolean admit(final Session session, final long length)
    {
        while (session.out.unfinished() >= persistentLimits.maxQueued() ||
            session.queuedBytes + length > persistentLimits.maxBytes())
        {
            if (!makeRoom(session))
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Applies the overflow policy to a full persistent queue. It looks at logged state alone, so that every replay
     * decides alike: what lies beyond the client's receive maximum cannot have been sent.
     */
    private boolean makeRoom(final Session session)
    {
        counters.increment(Counter.DROPPED_QUEUE_FULL);
        switch (persistentLimits.overflow())
        {
            case DROP_OLDEST:
                return dropOldestUnsent(session);

            case DISCONNECT:
                if (session.outlet() != null)
                {
                    session.outlet().overflow();
                }
                return false;

            default:
                return false;
        }
    }

    private boolean dropOldestUnsent(final Session session)
    {
        final OutboundQueue out = session.out;
        if (out.size() >= 2L * persistentLimits.maxQueued() + session.receiveMaximum())
        {
            return false;
        }
        for (long number = Math.max(windowEnd(session), session.dropCursor); number < out.next(); number++)
        {
            if (OutboundQueue.state(out.get(number)) != OutboundQueue.DONE)
            {
                session.dropCursor = number + 1;
                entries.finish(session, number);
                return true;
            }
        }
        return false;
    }

    /**
     * Where the messages begin that cannot have been sent: behind as many unfinished ones as the client's receive
     * maximum allows. A logged message leaves the window when its acknowledgement is applied, so this holds at any
     * place of the log.
     */
    static long windowEnd(final Session session)
    {
        final OutboundQueue out = session.out;
        int room = session.receiveMaximum();
        long number = out.head();
        while (number < out.next() && room > 0)
        {
            room -= OutboundQueue.state(out.get(number)) == OutboundQueue.DONE ? 0 : 1;
            number++;
        }
        return number;
    }

    boolean isExpired(final long entry, final Delivery delivery, final long nowMs)
    {
        return delivery.message().isExpired(nowMs) ||
            !OutboundQueue.pooled(entry) && nowMs - delivery.storedAtMs() > persistentLimits.maxAgeMs();
    }
}
