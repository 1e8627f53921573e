package io.maxmq.core.session;

import io.maxmq.core.message.Delivery;
import io.maxmq.core.message.MessagePool;

/**
 * What the entries of outbound queues stand for: finds their content, in memory or in the log, and ends them. One per
 * worker, used by its thread alone.
 */
final class QueueEntries
{
    private final MessagePool pool;
    private final StoredMessages stored;
    private final AckLog acks;

    QueueEntries(final MessagePool pool, final StoredMessages stored, final AckLog acks)
    {
        this.pool = pool;
        this.stored = stored;
        this.acks = acks;
    }

    boolean load(final Session session, final long number, final Delivery delivery)
    {
        final long entry = session.out.get(number);
        final boolean noted = OutboundQueue.noted(entry);
        delivery.target(OutboundQueue.qos(entry), OutboundQueue.retain(entry), OutboundQueue.shared(entry));
        final long reference = OutboundQueue.reference(entry);
        if (OutboundQueue.pooled(entry))
        {
            pool.load(reference, delivery);
        }
        else
        {
            final boolean asksLog = !noted && (OutboundQueue.hasIds(entry) || OutboundQueue.shared(entry));
            if (reference == 0 || !stored.load(reference, asksLog ? session : null, delivery))
            {
                return false;
            }
        }
        if (noted)
        {
            addNotes(session, number, entry, delivery);
        }
        return true;
    }

    private static void addNotes(
        final Session session, final long number, final long entry, final Delivery delivery)
    {
        delivery.group(session.notes.group(number));
        if (OutboundQueue.hasIds(entry) && !OutboundQueue.pooled(entry))
        {
            delivery.addId(session.notes.subscriptionId(number));
        }
    }

    /** Gives up a message at the cursor; until that is applied it takes a place in the window, as if it had been sent. */
    void drop(final Session session, final long number, final int kind)
    {
        session.inFlight++;
        conclude(session, number, session.out.get(number), kind);
    }

    /** Ends a message that takes a place in the window: at once where it lives in memory, else by an event. */
    void conclude(final Session session, final long number, final long entry, final int kind)
    {
        if (isLogged(entry))
        {
            session.out.state(number, OutboundQueue.state(entry) == OutboundQueue.RELEASED ?
                OutboundQueue.COMPLETING : OutboundQueue.FINISHING);
            acks.append(session, number, OutboundQueue.reference(entry), kind);
        }
        else
        {
            session.inFlight--;
            finish(session, number);
        }
    }

    static boolean isLogged(final long entry)
    {
        return !OutboundQueue.pooled(entry) && OutboundQueue.reference(entry) != 0;
    }

    /** Ends a message for good and lets go of its content. */
    void finish(final Session session, final long number)
    {
        releaseContent(session, number);
        if (OutboundQueue.noted(session.out.get(number)))
        {
            session.notes.remove(number);
        }
        session.out.finish(number);
        if (session.outlet() != null && session.sendCursor < session.out.next())
        {
            session.outlet().requestPump();
        }
        if (session.sendCursor < session.out.head())
        {
            session.sendCursor = session.out.head();
        }
    }

    void releaseContent(final Session session, final long number)
    {
        final long entry = session.out.get(number);
        final long reference = OutboundQueue.reference(entry);
        if (reference == 0)
        {
            return;
        }
        if (OutboundQueue.pooled(entry))
        {
            session.queuedBytes -= pool.length(reference);
            pool.release(reference);
        }
        else
        {
            session.queuedBytes -= stored.length(reference);
            stored.release(reference);
        }
        session.out.clearReference(number);
    }
}
