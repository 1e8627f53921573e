package io.maxmq.core.session;

import io.maxmq.journal.event.SnapshotQueueEvent;
import io.maxmq.journal.event.SnapshotSessionEvent;
import io.maxmq.journal.log.SnapshotSink;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Writes a persistent session to a snapshot as the log alone has made it, and makes it again from there: what is on its
 * way to the log is left out, since it comes with its event or was lost. Whether a message may have been sent is kept
 * as it is known, which is more than the log says. One per worker, used by its thread alone.
 */
public final class SessionImage
{
    private final SnapshotSessionEvent event = new SnapshotSessionEvent();
    private final SnapshotQueueEvent queue = new SnapshotQueueEvent();
    private final MutableDirectBuffer scratch = new ExpandableArrayBuffer(4096);

    /**
     * Writes a session.
     *
     * @param session to write.
     * @param keyHash of its key.
     * @param sink    to write to.
     * @return bytes written.
     */
    public int write(final Session session, final long keyHash, final SnapshotSink sink)
    {
        final OutboundQueue out = session.out;
        event.wrapForWrite(scratch, 0)
            .tenant(session.tenant())
            .field(SnapshotSessionEvent.SESSION_ID_OFFSET, session.id())
            .field(SnapshotSessionEvent.KEY_HASH_OFFSET, keyHash)
            .field(SnapshotSessionEvent.EXPIRY_OFFSET, session.expirySeconds())
            .field(SnapshotSessionEvent.CLOSED_AT_OFFSET, session.closedAtMs())
            .field(SnapshotSessionEvent.QUEUE_HEAD_OFFSET, out.head())
            .field(SnapshotSessionEvent.QUEUE_NEXT_OFFSET, out.next())
            .field(SnapshotSessionEvent.QUEUE_SHIFT_OFFSET, out.shift())
            .field(SnapshotSessionEvent.QUEUED_BYTES_OFFSET, session.queuedBytes)
            .field(SnapshotSessionEvent.DROP_CURSOR_OFFSET, session.dropCursor)
            .connectionNumber(session.connectionNumber())
            .receiveMaximum(session.receiveMaximum())
            .connected(session.isConnected())
            .putClientId(session.key().clientId());
        if (session.will() != null)
        {
            event.field(SnapshotSessionEvent.WILL_DELAY_OFFSET, session.will().delaySeconds())
                .putWill(session.will().block(), session.will().block().capacity());
        }
        for (int i = 0; i < out.jumps().length; i += 2)
        {
            event.addJump(out.jumps()[i], out.jumps()[i + 1]);
        }
        writeInbound(session.inboundQos2());
        for (final Map.Entry<String, SessionSubscription> entry : session.subscriptions().entrySet())
        {
            final SessionSubscription subscription = entry.getValue();
            event.addSubscription(subscription.incarnation(), subscription.index(), subscription.subscriptionId(),
                subscription.options(), entry.getKey().getBytes(StandardCharsets.UTF_8));
        }
        sink.append(scratch, 0, event.length());
        return event.length() + writeQueue(session, sink);
    }

    private void writeInbound(final InboundQos2 inbound)
    {
        final Int2IntHashMap.EntryIterator states = inbound.states().entrySet().iterator();
        while (states.hasNext())
        {
            states.next();
            if (states.getIntValue() >= InboundQos2.RECEIVED)
            {
                event.addInbound(states.getIntKey());
            }
        }
    }

    private int writeQueue(final Session session, final SnapshotSink sink)
    {
        final OutboundQueue out = session.out;
        int bytes = 0;
        for (long number = out.head(); number < out.next();)
        {
            queue.wrapForWrite(scratch, 0).tenant(session.tenant()).sessionId(session.id()).firstNumber(number);
            final long from = number;
            for (int i = 0; i < SnapshotQueueEvent.MAX_ENTRIES && number < out.next(); i++)
            {
                queue.add(out.image(number++));
            }
            for (long noted = from; noted < number; noted++)
            {
                final long note = OutboundQueue.noted(out.get(noted)) ? session.notes.get(noted) : 0;
                if (note != 0)
                {
                    queue.addNote(noted, note);
                }
            }
            sink.append(scratch, 0, queue.length());
            bytes += queue.length();
        }
        return bytes;
    }

    /**
     * Makes a session again, but for its queue.
     *
     * @param from   its record.
     * @param memory bytes of the subscription that the record is at.
     * @return the session.
     */
    public static Session read(
        final SnapshotSessionEvent from, final ToIntFunction<SnapshotSessionEvent> memory)
    {
        final byte[] clientId = new byte[from.clientIdLength()];
        from.buffer().getBytes(from.clientIdOffset(), clientId);
        final Session session = new Session(from.sessionId(), new ClientKey(from.tenant(), clientId), true);
        session.restore(from.connectionNumber(), from.connected(), from.field(SnapshotSessionEvent.EXPIRY_OFFSET),
            from.field(SnapshotSessionEvent.CLOSED_AT_OFFSET), from.receiveMaximum(), will(from));
        session.queuedBytes = from.field(SnapshotSessionEvent.QUEUED_BYTES_OFFSET);
        session.dropCursor = from.field(SnapshotSessionEvent.DROP_CURSOR_OFFSET);
        final long[] jumps = new long[from.jumpCount() * 2];
        for (int i = 0; i < from.jumpCount(); i++)
        {
            jumps[2 * i] = from.jumpNumber(i);
            jumps[2 * i + 1] = from.jumpDistance(i);
        }
        final long head = from.field(SnapshotSessionEvent.QUEUE_HEAD_OFFSET);
        session.out.restore(head, from.field(SnapshotSessionEvent.QUEUE_SHIFT_OFFSET), jumps,
            (int)(from.field(SnapshotSessionEvent.QUEUE_NEXT_OFFSET) - head));
        for (int i = 0; i < from.inboundCount(); i++)
        {
            session.inboundQos2().state(from.inbound(i), InboundQos2.RECEIVED);
        }
        from.rewindSubscriptions();
        while (from.nextSubscription())
        {
            session.subscribe(
                from.buffer().getStringWithoutLengthUtf8(from.filterOffset(), from.filterLength()),
                new SessionSubscription(from.options(), from.subscriptionId(), from.incarnation(), from.filterIndex(),
                    memory.applyAsInt(from)));
        }
        return session;
    }

    private static Will will(final SnapshotSessionEvent from)
    {
        if (!from.hasWill())
        {
            return null;
        }
        final byte[] block = new byte[from.willLength()];
        from.buffer().getBytes(from.willOffset(), block);
        return new Will(new UnsafeBuffer(block), from.field(SnapshotSessionEvent.WILL_DELAY_OFFSET));
    }

    /**
     * Makes a stretch of a session's queue again, and keeps its messages.
     *
     * @param session to which it belongs.
     * @param from    the record.
     * @param stored  messages.
     */
    public static void read(final Session session, final SnapshotQueueEvent from, final StoredMessages stored)
    {
        for (int i = 0, count = from.count(); i < count; i++)
        {
            final long image = from.entry(i);
            session.out.restore(image);
            if (OutboundQueue.reference(image) != 0)
            {
                stored.retain(OutboundQueue.reference(image));
            }
        }
        for (int i = 0, count = from.noteCount(); i < count; i++)
        {
            session.notes.restore(from.noteNumber(i), from.note(i));
        }
    }
}
