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
    private SessionLimits persistentLimits;
    private final SessionLimits cleanLimits;
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
        this.persistentLimits = persistentLimits;
        this.cleanLimits = cleanLimits;
        this.counters = counters;
    }

    /**
     * Sets the limits of persistent sessions, as the log says: whoever replays it has to decide alike.
     *
     * @param limits from now on.
     */
    public void persistentLimits(final SessionLimits limits)
    {
        persistentLimits = limits;
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
        if (result == Outlet.BLOCKED)
        {
            counters.increment(Counter.DROPPED_SLOW_SUBSCRIBER);
        }
        else if (result == Outlet.TOO_LARGE)
        {
            counters.increment(Counter.DROPPED_TOO_LARGE);
        }
    }

    private void deliverInMemory(final Session session, final Outlet outlet, final Delivery delivery)
    {
        final OutboundQueue out = session.out;
        final boolean now = session.sendCursor == out.next() && maySend(session, outlet, out.next());
        final boolean keep = !now || delivery.shared();
        long handle = 0;
        if (keep)
        {
            handle = mayQueue(session, delivery) ? pool.store(delivery) : 0;
            if (handle == 0)
            {
                overflow(session, outlet);
                return;
            }
        }
        final long number = out.append(OutboundQueue.entry(
            handle, keep, delivery.qos(), delivery.retain(), delivery.shared(), delivery.idCount() > 0));
        session.queuedBytes += keep ? delivery.message().blockLength() : 0;
        if (now && trySend(session, outlet, number, delivery) == Outlet.BLOCKED)
        {
            parkUnsent(session, outlet, number, delivery, keep);
        }
    }

    private boolean mayQueue(final Session session, final Delivery delivery)
    {
        return session.out.next() - session.sendCursor < cleanLimits.maxQueued() &&
            session.queuedBytes + delivery.message().blockLength() <= cleanLimits.maxBytes();
    }

    /** The write buffer was full: the message has to be kept after all. */
    private void parkUnsent(
        final Session session, final Outlet outlet, final long number, final Delivery delivery, final boolean kept)
    {
        if (kept)
        {
            return;
        }
        final long handle = mayQueue(session, delivery) ? pool.store(delivery) : 0;
        if (handle == 0)
        {
            finish(session, number);
            overflow(session, outlet);
        }
        else
        {
            session.out.reference(number, handle, true);
            session.queuedBytes += delivery.message().blockLength();
        }
    }

    private void overflow(final Session session, final Outlet outlet)
    {
        counters.increment(Counter.DROPPED_QUEUE_FULL);
        if (cleanLimits.overflow() == SessionLimits.Overflow.DISCONNECT)
        {
            outlet.disconnect(ReasonCode.QUOTA_EXCEEDED);
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
        final OutboundQueue out = session.out;
        final long length = delivery.message().blockLength();
        while (out.unfinished() >= persistentLimits.maxQueued() ||
            session.queuedBytes + length > persistentLimits.maxBytes())
        {
            if (!makeRoom(session))
            {
                return;
            }
        }
        stored.retain(sequence);
        session.queuedBytes += length;
        final long number = out.append(OutboundQueue.entry(
            sequence, false, delivery.qos(), delivery.retain(), delivery.shared(), delivery.idCount() > 0));
        final Outlet outlet = session.outlet();
        if (outlet != null && session.sendCursor == number && maySend(session, outlet, number))
        {
            trySend(session, outlet, number, delivery);
        }
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
                    session.outlet().disconnect(ReasonCode.QUOTA_EXCEEDED);
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
                finish(session, number);
                return true;
            }
        }
        return false;
    }

    /**
     * Where the messages begin that cannot have been sent: behind as many unfinished ones as the client's receive maximum
     * allows. A logged message leaves the window when its acknowledgement is applied, so this holds at any place of the log.
     */
    private static long windowEnd(final Session session)
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
        if (result == Outlet.TOO_LARGE)
        {
            counters.increment(Counter.DROPPED_TOO_LARGE);
            drop(session, number, AckLog.DROPPED);
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
                session.inFlight++;
                session.sendCursor++;
                return true;

            case OutboundQueue.FINISHING:
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
        if (!load(session, entry, delivery))
        {
            session.sendCursor++;
            counters.increment(Counter.DROPPED_UNREADABLE);
            drop(session, number, AckLog.DROPPED);
            return true;
        }
        if (!OutboundQueue.sent(entry) && isExpired(entry, delivery, nowMs))
        {
            session.sendCursor++;
            counters.increment(Counter.DROPPED_EXPIRED);
            drop(session, number, AckLog.EXPIRED);
            return true;
        }
        if (trySend(session, outlet, number, delivery) == Outlet.BLOCKED)
        {
            return false;
        }
        if (OutboundQueue.pooled(entry) && !OutboundQueue.shared(entry))
        {
            releaseContent(session, number);
        }
        return true;
    }

    private boolean isExpired(final long entry, final Delivery delivery, final long nowMs)
    {
        return delivery.message().isExpired(nowMs) ||
            !OutboundQueue.pooled(entry) && nowMs - delivery.storedAtMs() > persistentLimits.maxAgeMs();
    }

    private boolean load(final Session session, final long entry, final Delivery delivery)
    {
        delivery.target(OutboundQueue.qos(entry), OutboundQueue.retain(entry), OutboundQueue.shared(entry));
        final long reference = OutboundQueue.reference(entry);
        if (OutboundQueue.pooled(entry))
        {
            pool.load(reference, delivery);
            return true;
        }
        return reference != 0 && stored.load(reference, session, delivery);
    }

    /** Gives up a message at the cursor; until that is applied it takes a place in the window, as if it had been sent. */
    private void drop(final Session session, final long number, final int kind)
    {
        session.inFlight++;
        conclude(session, number, session.out.get(number), kind);
    }

    /** Ends a message that takes a place in the window: at once where it lives in memory, else by an event. */
    private void conclude(final Session session, final long number, final long entry, final int kind)
    {
        if (isLogged(entry))
        {
            session.out.state(number, OutboundQueue.FINISHING);
            acks.append(session, number, OutboundQueue.reference(entry), kind);
        }
        else
        {
            session.inFlight--;
            finish(session, number);
        }
    }

    private static boolean isLogged(final long entry)
    {
        return !OutboundQueue.pooled(entry) && OutboundQueue.reference(entry) != 0;
    }

    /**
     * PUBACK from the client.
     *
     * @param session  of the client.
     * @param packetId acknowledged.
     * @return true if the id belongs to a QoS 1 message in flight.
     */
    public boolean onPuback(final Session session, final int packetId)
    {
        final long number = inFlight(session, packetId, OutboundQueue.SENT, 1);
        if (number < 0)
        {
            return false;
        }
        conclude(session, number, session.out.get(number), AckLog.PUBACK);
        return true;
    }

    /**
     * PUBREC from the client. A reason code of 0x80 or more ends the delivery (MQTT-4.3.3-4).
     *
     * @param session    of the client.
     * @param packetId   acknowledged.
     * @param reasonCode of the PUBREC.
     */
    public void onPubrec(final Session session, final int packetId, final int reasonCode)
    {
        final long number = inFlight(session, packetId, OutboundQueue.SENT, 2);
        if (number < 0)
        {
            repeatPubrel(session, packetId);
            return;
        }
        final long entry = session.out.get(number);
        if (reasonCode >= ReasonCode.UNSPECIFIED_ERROR)
        {
            conclude(session, number, entry, AckLog.PUBCOMP);
        }
        else if (isLogged(entry))
        {
            session.out.state(number, OutboundQueue.RECORDING);
            acks.append(session, number, OutboundQueue.reference(entry), AckLog.PUBREC);
        }
        else
        {
            releaseContent(session, number);
            session.out.state(number, OutboundQueue.RELEASED);
            session.outlet().sendAck(PacketType.PUBREL, packetId, ReasonCode.SUCCESS);
        }
    }

    private void repeatPubrel(final Session session, final int packetId)
    {
        final long number = session.out.numberOf(packetId);
        final int state = number < 0 ? OutboundQueue.DONE : OutboundQueue.state(session.out.get(number));
        if (state == OutboundQueue.RELEASED)
        {
            session.outlet().sendAck(PacketType.PUBREL, packetId, ReasonCode.SUCCESS);
        }
        else if (state != OutboundQueue.RECORDING)
        {
            session.outlet().sendAck(PacketType.PUBREL, packetId, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
        }
    }

    /**
     * PUBCOMP from the client.
     *
     * @param session  of the client.
     * @param packetId completed.
     * @return true if the id belongs to a released QoS 2 message.
     */
    public boolean onPubcomp(final Session session, final int packetId)
    {
        final long number = inFlight(session, packetId, OutboundQueue.RELEASED, 2);
        if (number < 0)
        {
            return false;
        }
        conclude(session, number, session.out.get(number), AckLog.PUBCOMP);
        return true;
    }

    private static long inFlight(final Session session, final int packetId, final int state, final int qos)
    {
        final long number = session.out.numberOf(packetId);
        if (number < 0 || number >= session.sendCursor)
        {
            return -1;
        }
        final long entry = session.out.get(number);
        return OutboundQueue.state(entry) == state && OutboundQueue.qos(entry) == qos ? number : -1;
    }

    /**
     * The event of a client's acknowledgement has been applied.
     *
     * @param session of the client.
     * @param number  of the message.
     * @param kind    of acknowledgement, as in {@link AckLog}.
     */
    public void applyAck(final Session session, final long number, final int kind)
    {
        final OutboundQueue out = session.out;
        if (number < out.head() || number >= out.next())
        {
            return;
        }
        if (kind != AckLog.PUBREC)
        {
            if (session.outlet() != null && number < session.sendCursor)
            {
                session.inFlight--;
            }
            finish(session, number);
            return;
        }
        final boolean live = OutboundQueue.state(out.get(number)) == OutboundQueue.RECORDING;
        out.markSent(number);
        out.state(number, OutboundQueue.RELEASED);
        if (live && session.outlet() != null && number < session.sendCursor)
        {
            session.outlet().sendAck(PacketType.PUBREL, out.packetId(number), ReasonCode.SUCCESS);
        }
    }

    /**
     * After a restart: what the client's receive maximum allowed to be sent counts as sent, and goes out with DUP.
     *
     * @param session that was connected.
     */
    public void assumeSent(final Session session)
    {
        final OutboundQueue out = session.out;
        final long limit = windowEnd(session);
        for (long number = out.head(); number < limit; number++)
        {
            out.markSent(number);
        }
    }

    /** Ends a message for good and lets go of its content. */
    private void finish(final Session session, final long number)
    {
        releaseContent(session, number);
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

    private void releaseContent(final Session session, final long number)
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

    /**
     * Lets go of everything a session that has ended had waiting.
     *
     * @param session  that has ended.
     * @param leftover is told each QoS 1 message, and each QoS 2 message not begun, that a shared subscription gave
     *                 to this session, so that another member gets it (MQTT-4.8.2-5, -6).
     */
    public void end(final Session session, final SharedLeftover leftover)
    {
        final OutboundQueue out = session.out;
        while (!out.isEmpty())
        {
            final long number = out.head();
            final long entry = out.get(number);
            if (OutboundQueue.shared(entry) && mayGoElsewhere(entry) && load(session, entry, queuedDelivery))
            {
                leftover.onLeftover(session, entry, queuedDelivery);
            }
            releaseContent(session, number);
            out.finish(number);
        }
    }

    private static boolean mayGoElsewhere(final long entry)
    {
        final int state = OutboundQueue.state(entry);
        return OutboundQueue.qos(entry) == 1 ?
            state == OutboundQueue.QUEUED || state == OutboundQueue.SENT :
            state == OutboundQueue.QUEUED && !OutboundQueue.sent(entry);
    }

    /** Is told what a session that has ended leaves to the other members of a shared group. */
    @FunctionalInterface
    public interface SharedLeftover
    {
        /**
         * @param session  that has ended.
         * @param entry    of its queue, see {@link OutboundQueue}.
         * @param delivery the message, valid during the call.
         */
        void onLeftover(Session session, long entry, Delivery delivery);
    }
}
