package io.maxmq.core.session;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.message.Delivery;
import io.maxmq.core.message.MessagePool;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;

/**
 * Moves messages from a session's queue to its connection and follows them until the client has acknowledged them
 * (MQTT-4.3, 4.4, 4.9). One per worker, used by its thread alone; the state is in the {@link Session}.
 * <p>
 * Invariants:
 * <ul>
 * <li>Messages are sent in the order of their numbers, after a reconnect again from the oldest unfinished one
 * (MQTT-4.4.0-1, MQTT-4.6.0-6). Everything before {@code sendCursor} has been dealt with on this connection.</li>
 * <li>At most the client's receive maximum are unacknowledged (MQTT-3.3.4-9); a logged message counts until its
 * acknowledgement has been applied.</li>
 * <li>What came from the log changes its lasting state only when the acknowledgement's event is applied: PUBREL leaves
 * after the received PUBREC has been logged (rule 3 of the log).</li>
 * <li>What was once sent is neither dropped nor expires (rule 1).</li>
 * </ul>
 */
public final class OutboundFlow
{
    private final MessagePool pool;
    private final StoredMessages stored;
    private final AckLog acks;
    private final QueueEntries entries;
    private final QueueRoom room;
    private final OutboundAcks outboundAcks;
    private final WorkerCounters counters;
    private final Delivery queuedDelivery = new Delivery();

    public OutboundFlow(
        final MessagePool pool,
        final StoredMessages stored,
        final AckLog acks,
        final SessionLimits persistentLimits,
        final SessionLimits cleanLimits,
        final WorkerCounters counters)
    {
        this.pool = pool;
        this.stored = stored;
        this.acks = acks;
        this.counters = counters;
        entries = new QueueEntries(pool, stored, acks);
        room = new QueueRoom(entries, persistentLimits, cleanLimits, counters);
        outboundAcks = new OutboundAcks(entries, acks);
    }

    /**
     * Sets the limits of persistent sessions, as the log says: whoever replays it has to decide alike.
     *
     * @param limits from now on.
     */
    public void persistentLimits(final SessionLimits limits)
    {
        room.persistentLimits(limits);
    }

    /**
     * @return limits of persistent sessions.
     */
    public SessionLimits persistentLimits()
    {
        return room.persistentLimits();
    }

    /**
     * @return what handles the acknowledgements of the messages sent.
     */
    public OutboundAcks acks()
    {
        return outboundAcks;
    }

    /**
     * Delivers a message that is not in the log: QoS 0 to any session, QoS 1 and 2 to a clean one.
     *
     * @param session  to deliver to.
     * @param delivery the message and its flags.
     */
    public void deliver(final Session session, final Delivery delivery)
    {
        final Outlet outlet = session.outlet();
        if (outlet == null)
        {
            counters.increment(Counter.DROPPED_OFFLINE);
        }
        else if (delivery.qos() == 0)
        {
            deliverQos0(outlet, delivery);
        }
        else
        {
            deliverInMemory(session, outlet, delivery);
        }
    }

    private void deliverQos0(final Outlet outlet, final Delivery delivery)
    {
        final int result = outlet.sendPublish(
            delivery.message(), 0, delivery.retain(), false, 0, delivery.ids(), delivery.idCount());
        if (result != Outlet.WRITTEN)
        {
            counters.increment(result == Outlet.BLOCKED ? Counter.DROPPED_SLOW_SUBSCRIBER : reason(result));
        }
    }

    /** Why a message is never sent. */
    private static Counter reason(final int result)
    {
        return result == Outlet.TOO_LARGE ? Counter.DROPPED_TOO_LARGE : Counter.DROPPED_NOT_RECEIVABLE;
    }

    private void deliverInMemory(final Session session, final Outlet outlet, final Delivery delivery)
    {
        final OutboundQueue out = session.out;
        final boolean now = session.sendCursor == out.next() && maySend(session, outlet, out.next());
        final boolean keep = !now || delivery.shared();
        long handle = 0;
        if (keep)
        {
            handle = room.mayQueue(session, delivery) ? pool.store(delivery) : 0;
            if (handle == 0)
            {
                room.overflow(session, outlet);
                return;
            }
        }
        final long number = out.append(OutboundQueue.entry(
            handle, keep, delivery.qos(), delivery.retain(), delivery.shared(), delivery.idCount() > 0));
        session.queuedBytes += keep ? delivery.message().blockLength() : 0;
        if (delivery.shared())
        {
            note(session, number, delivery.group(), 0);
        }
        if (now && trySend(session, outlet, number, delivery) == Outlet.BLOCKED)
        {
            parkUnsent(session, outlet, number, delivery, keep);
        }
    }

    private static void note(final Session session, final long number, final int group, final int subscriptionId)
    {
        session.out.markNoted(number);
        session.notes.put(number, group, subscriptionId);
    }

    /** The write buffer was full: the message has to be kept after all. */
    private void parkUnsent(
        final Session session, final Outlet outlet, final long number, final Delivery delivery, final boolean kept)
    {
        if (kept)
        {
            return;
        }
        final long handle = room.mayQueue(session, delivery) ? pool.store(delivery) : 0;
        if (handle == 0)
        {
            entries.finish(session, number);
            room.overflow(session, outlet);
        }
        else
        {
            session.out.reference(number, handle, true);
            session.queuedBytes += delivery.message().blockLength();
        }
    }

    /**
     * Takes a message from the log into the session's queue, and sends it at once where nothing waits before it.
     * Called when its event is applied.
     *
     * @param session  to deliver to.
     * @param sequence of the message in the log.
     * @param delivery the message, in hand.
     */
    public void enqueueLogged(final Session session, final long sequence, final Delivery delivery)
    {
        enqueue(session, sequence, delivery, false);
    }

    /**
     * As {@link #enqueueLogged}, for a delivery of which the message in the log does not say by which subscription it
     * goes to the session: a retained message, one that another session was to get, one of several by shared groups.
     *
     * @param session  to deliver to.
     * @param sequence of the message in the log.
     * @param delivery the message, in hand, with one subscription id at the most.
     */
    public void enqueueNoted(final Session session, final long sequence, final Delivery delivery)
    {
        enqueue(session, sequence, delivery, delivery.shared() || delivery.idCount() > 0);
    }

    private void enqueue(final Session session, final long sequence, final Delivery delivery, final boolean noted)
    {
        final OutboundQueue out = session.out;
        final long length = delivery.message().blockLength();
        if (!room.admit(session, length))
        {
            return;
        }
        stored.retain(sequence);
        session.queuedBytes += length;
        final long number = out.append(OutboundQueue.entry(
            sequence, false, delivery.qos(), delivery.retain(), delivery.shared(), delivery.idCount() > 0));
        if (noted)
        {
            note(session, number, delivery.group(), delivery.idCount() > 0 ? delivery.ids()[0] : 0);
        }
        final Outlet outlet = session.outlet();
        if (outlet != null && session.sendCursor == number && maySend(session, outlet, number))
        {
            trySend(session, outlet, number, delivery);
        }
    }

    private static boolean maySend(final Session session, final Outlet outlet, final long number)
    {
        return session.inFlight < outlet.receiveMaximum() && session.out.idFree(number);
    }

    /** Sends the message at the cursor; moves the cursor unless the write buffer is full. */
    private int trySend(final Session session, final Outlet outlet, final long number, final Delivery delivery)
    {
        final OutboundQueue out = session.out;
        final long entry = out.get(number);
        final int result = outlet.sendPublish(
            delivery.message(), OutboundQueue.qos(entry), OutboundQueue.retain(entry), OutboundQueue.sent(entry),
            out.packetId(number), delivery.ids(), delivery.idCount());
        if (result == Outlet.BLOCKED)
        {
            return result;
        }
        session.sendCursor = number + 1;
        if (result != Outlet.WRITTEN)
        {
            counters.increment(reason(result));
            entries.drop(session, number, AckLog.DROPPED);
            return result;
        }
        out.state(number, OutboundQueue.SENT);
        session.inFlight++;
        return result;
    }

    /**
     * Sends what waits, as far as window, packet ids and write buffer allow.
     *
     * @param session to serve.
     * @param limit   on messages.
     * @param nowMs   time of this cycle.
     * @return messages dealt with; the limit, if there may be more.
     */
    public int pump(final Session session, final int limit, final long nowMs)
    {
        int count = 0;
        while (count < limit && session.outlet() != null && session.sendCursor < session.out.next())
        {
            if (!step(session, session.outlet(), session.sendCursor, nowMs))
            {
                return count;
            }
            count++;
        }
        return count;
    }

    /** Deals with the entry at the cursor; false where it has to wait. */
    private boolean step(final Session session, final Outlet outlet, final long number, final long nowMs)
    {
        final long entry = session.out.get(number);
        switch (OutboundQueue.state(entry))
        {
            case OutboundQueue.RELEASED:
                outlet.sendAck(PacketType.PUBREL, session.out.packetId(number), ReasonCode.SUCCESS);
                session.inFlight++;
                session.sendCursor++;
                return true;

            case OutboundQueue.RECORDING:
            case OutboundQueue.FINISHING:
            case OutboundQueue.COMPLETING:
                session.inFlight++;
                session.sendCursor++;
                return true;

            case OutboundQueue.DONE:
                session.sendCursor++;
                return true;

            default:
                return maySend(session, outlet, number) && sendStored(session, outlet, number, entry, nowMs);
        }
    }

    private boolean sendStored(
        final Session session, final Outlet outlet, final long number, final long entry, final long nowMs)
    {
        if (!OutboundQueue.pooled(entry) && !acks.hasRoom())
        {
            outlet.requestPump();
            return false;
        }
        final Delivery delivery = queuedDelivery;
        if (!entries.load(session, number, delivery))
        {
            session.sendCursor++;
            counters.increment(Counter.DROPPED_UNREADABLE);
            entries.drop(session, number, AckLog.DROPPED);
            return true;
        }
        if (!OutboundQueue.sent(entry) && room.isExpired(entry, delivery, nowMs))
        {
            session.sendCursor++;
            counters.increment(Counter.DROPPED_EXPIRED);
            entries.drop(session, number, AckLog.EXPIRED);
            return true;
        }
        if (trySend(session, outlet, number, delivery) == Outlet.BLOCKED)
        {
            return false;
        }
        if (OutboundQueue.pooled(entry) && !OutboundQueue.shared(entry))
        {
            entries.releaseContent(session, number);
        }
        return true;
    }

    /**
     * After a restart: what the client's receive maximum allowed to be sent counts as sent, and goes out with DUP.
     *
     * @param session that was connected.
     */
    public void assumeSent(final Session session)
    {
        final OutboundQueue out = session.out;
        final long limit = QueueRoom.windowEnd(session);
        for (long number = out.head(); number < limit; number++)
        {
            out.markSent(number);
        }
    }

    /**
     * Lets go of everything a session that has ended had waiting.
     *
     * @param session  that has ended.
     * @param leftover is told each message that a shared subscription gave to this session and that is not finished, so
     *                 that another member gets it, unless it has been begun (MQTT-4.8.2-5, -6).
     */
    public void end(final Session session, final SharedLeftover leftover)
    {
        final OutboundQueue out = session.out;
        while (!out.isEmpty())
        {
            final long number = out.head();
            final long entry = out.get(number);
            final boolean begun = isBegun(entry);
            if (OutboundQueue.shared(entry) && !isReleased(entry) && (!begun || QueueEntries.isLogged(entry)) &&
                entries.load(session, number, queuedDelivery))
            {
                leftover.onLeftover(session, entry, begun, queuedDelivery);
            }
            entries.releaseContent(session, number);
            out.finish(number);
        }
    }

    /** Whether the log says that the client has it. */
    private static boolean isReleased(final long entry)
    {
        final int state = OutboundQueue.state(entry);
        return state == OutboundQueue.RELEASED || state == OutboundQueue.COMPLETING || state == OutboundQueue.DONE;
    }

    /** Whether nobody else may get it: the client has acknowledged it, or the QoS 2 delivery has begun (MQTT-4.8.2-5). */
    private static boolean isBegun(final long entry)
    {
        final int state = OutboundQueue.state(entry);
        return OutboundQueue.qos(entry) == 1 ?
            state != OutboundQueue.QUEUED && state != OutboundQueue.SENT :
            state != OutboundQueue.QUEUED || OutboundQueue.sent(entry);
    }

    /** Is told what a session that has ended leaves to the other members of a shared group. */
    @FunctionalInterface
    public interface SharedLeftover
    {
        /**
         * @param session  that has ended.
         * @param entry    of its queue, see {@link OutboundQueue}.
         * @param begun    whether nobody else may get it. Only this run of the broker knows, so a logged message is told
         *                 all the same: what is done with it has to be logged.
         * @param delivery the message, valid during the call.
         */
        void onLeftover(Session session, long entry, boolean begun, Delivery delivery);
    }
}
