package io.maxmq.core.state;

import io.maxmq.core.session.InboundQos2;
import io.maxmq.core.session.OutboundQueue;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.SessionSubscription;
import io.maxmq.core.session.Will;
import io.maxmq.journal.event.FieldWriter;
import io.maxmq.journal.event.MessageFlyweight;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;
import java.util.Map;

/** Writes sessions, each with all that belongs to it. Not thread-safe. */
final class SessionDump
{
    private final StateLines out;
    private final boolean live;
    private final LongHashSet references = new LongHashSet();
    private final MessageFlyweight block = new MessageFlyweight();

    SessionDump(final StateLines out, final boolean live)
    {
        this.out = out;
        this.live = live;
    }

    /** The stored messages that wait for the sessions written. */
    LongHashSet references()
    {
        return references;
    }

    void write(final Session session)
    {
        final UnsafeBuffer clientId = new UnsafeBuffer(session.key().clientId());
        final OutboundQueue queue = session.out();
        final FieldWriter line = out.begin("session", 0).number("id", session.id())
            .text("client", clientId, 0, clientId.capacity()).optional("tenant", session.tenant());
        line.flag("connected", session.isConnected()).number("connection", session.connectionNumber());
        line.number("expirySeconds", session.expirySeconds()).number("receiveMaximum", session.receiveMaximum());
        if (!session.isConnected())
        {
            line.number("closedAtMs", session.closedAtMs());
        }
        line.number("queued", queue.unfinished()).number("queuedBytes", session.queuedBytes());
        line.number("next", queue.next()).number("nextPacketId", queue.packetId(queue.next()));
        line.optional("dropped", session.dropCursor());
        out.end();
        writeWill(session);
        writeSubscriptions(session);
        writeInbound(session);
        writeQueue(session);
    }

    private void writeWill(final Session session)
    {
        final Will will = session.will();
        if (will != null)
        {
            final UnsafeBuffer buffer = will.block();
            block.wrap(buffer, 0);
            final FieldWriter line = out.begin("will", 1).number("session", session.id());
            line.text("topic", buffer, block.topicOffset(), block.topicLength()).number("qos", block.qos());
            line.flag("retain", block.retain()).number("delaySeconds", will.delaySeconds());
            if (block.expiryDeadlineMs() != MessageFlyweight.NO_EXPIRY)
            {
                line.number("expirySeconds", block.expiryDeadlineMs());
            }
            line.number("payloadBytes", block.payloadLength());
            line.hex("crc", StoredDump.crc(buffer, 0, block.blockLength()));
            out.end();
        }
    }

    private void writeSubscriptions(final Session session)
    {
        for (final Map.Entry<String, SessionSubscription> entry : session.subscriptions().entrySet())
        {
            final SessionSubscription subscription = entry.getValue();
            final FieldWriter line = out.begin("subscription", 1).number("session", session.id());
            line.text("filter", entry.getKey()).number("options", subscription.options());
            line.optional("id", subscription.subscriptionId()).number("sequence", subscription.incarnation());
            line.number("index", subscription.index());
            out.end();
        }
    }

    /** To the log an id is received from the publish's event to the release's. */
    private void writeInbound(final Session session)
    {
        final Int2IntHashMap states = session.inboundQos2().states();
        final int[] ids = new int[states.size()];
        int count = 0;
        final Int2IntHashMap.EntryIterator entries = states.entrySet().iterator();
        while (entries.hasNext())
        {
            entries.next();
            if (entries.getIntValue() >= InboundQos2.RECEIVED)
            {
                ids[count++] = entries.getIntKey();
            }
        }
        Arrays.sort(ids, 0, count);
        for (int i = 0; i < count; i++)
        {
            out.begin("received", 1).number("session", session.id()).number("packetId", ids[i]);
            out.end();
        }
    }

    private void writeQueue(final Session session)
    {
        final OutboundQueue queue = session.out();
        for (long number = queue.head(); number < queue.next(); number++)
        {
            final long entry = queue.get(number);
            final long sequence = OutboundQueue.reference(entry);
            final String state = stateOf(entry);
            final FieldWriter line = out.begin("queued", 1).number("session", session.id()).number("number", number);
            line.number("packetId", queue.packetId(number)).number("message", sequence).word("state", state);
            line.number("qos", OutboundQueue.qos(entry)).flag("retain", OutboundQueue.retain(entry));
            line.flag("shared", OutboundQueue.shared(entry)).flag("ids", OutboundQueue.hasIds(entry));
            line.optional("note", session.noteOf(number));
            line.flag("maybeSent", !live && OutboundQueue.sent(entry));
            out.end();
            if (sequence != 0)
            {
                references.add(sequence);
            }
        }
    }

    /** As the log knows it: what is on its way to the client or from it is still queued. */
    private static String stateOf(final long entry)
    {
        switch (OutboundQueue.state(entry))
        {
            case OutboundQueue.RELEASED:
            case OutboundQueue.COMPLETING:
                return "released";

            case OutboundQueue.DONE:
                return "done";

            default:
                return "queued";
        }
    }
}
