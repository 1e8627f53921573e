package io.maxmq.journal.event;

import java.time.Instant;
import org.agrona.DirectBuffer;

/** Prints the bodies of the records of snapshots, for {@link EventPrinter}. Not thread-safe. */
final class SnapshotPrinter
{
    private static final String[] SHARED_KINDS = {"held", "orphan", "ended"};

    private final SnapshotSessionEvent session = new SnapshotSessionEvent();
    private final SnapshotQueueEvent queue = new SnapshotQueueEvent();
    private final SnapshotRetainedEvent retained = new SnapshotRetainedEvent();
    private final SnapshotSharedEvent shared = new SnapshotSharedEvent();
    private final SnapshotScanEvent scan = new SnapshotScanEvent();
    private final SnapshotEndEvent end = new SnapshotEndEvent();

    boolean print(
        final int type, final DirectBuffer buffer, final int offset, final int length, final FieldWriter out)
    {
        return switch (type)
        {
            case EventType.SNAPSHOT_SESSION -> session.wrap(buffer, offset, length) && print(session, out);
            case EventType.SNAPSHOT_QUEUE -> queue.wrap(buffer, offset, length) && print(queue, out);
            case EventType.SNAPSHOT_RETAINED -> retained.wrap(buffer, offset, length) && print(retained, out);
            case EventType.SNAPSHOT_SHARED -> shared.wrap(buffer, offset, length) && print(shared, out);
            case EventType.SNAPSHOT_SCAN -> scan.wrap(buffer, offset, length) && print(scan, out);
            case EventType.SNAPSHOT_END -> end.wrap(buffer, offset, length) && print(end, out);
            default -> false;
        };
    }

    private static boolean print(final SnapshotSessionEvent event, final FieldWriter out)
    {
        out.number("session", event.sessionId());
        out.text("client", event.buffer(), event.clientIdOffset(), event.clientIdLength());
        out.flag("connected", event.connected()).number("connection", event.connectionNumber());
        out.number("expirySeconds", event.field(SnapshotSessionEvent.EXPIRY_OFFSET));
        out.word("closedAt", Instant.ofEpochMilli(event.field(SnapshotSessionEvent.CLOSED_AT_OFFSET)).toString());
        out.number("receiveMaximum", event.receiveMaximum()).flag("will", event.hasWill());
        out.number("queueHead", event.field(SnapshotSessionEvent.QUEUE_HEAD_OFFSET));
        out.number("queueNext", event.field(SnapshotSessionEvent.QUEUE_NEXT_OFFSET));
        out.number("queuedBytes", event.field(SnapshotSessionEvent.QUEUED_BYTES_OFFSET));
        out.openList("inbound");
        for (int i = 0, count = event.inboundCount(); i < count; i++)
        {
            out.item(event.inbound(i));
        }
        out.closeList().openList("subscriptions");
        while (event.nextSubscription())
        {
            out.openItem().text("filter", event.buffer(), event.filterOffset(), event.filterLength());
            out.number("options", event.options()).optional("id", event.subscriptionId());
            out.number("incarnation", event.incarnation()).number("index", event.filterIndex()).closeObject();
        }
        out.closeList();
        return true;
    }

    private static boolean print(final SnapshotQueueEvent event, final FieldWriter out)
    {
        out.number("session", event.sessionId()).number("first", event.firstNumber()).openList("messages");
        for (int i = 0, count = event.count(); i < count; i++)
        {
            out.item(event.entry(i) & SnapshotQueueEvent.REFERENCE_MASK);
        }
        out.closeList();
        return true;
    }

    private static boolean print(final SnapshotRetainedEvent event, final FieldWriter out)
    {
        out.openList("retained");
        while (event.nextEntry())
        {
            out.openItem().text("topic", event.buffer(), event.topicOffset(), event.topicLength());
            out.number("message", event.messageSequence()).number("payloadSize", event.payloadSize()).closeObject();
        }
        out.closeList();
        return true;
    }

    private static boolean print(final SnapshotSharedEvent event, final FieldWriter out)
    {
        out.openList("shared");
        for (int i = 0, count = event.count(); i < count; i++)
        {
            final int kind = event.kind(i);
            out.openItem().word("kind", kind >= 0 && kind < SHARED_KINDS.length ? SHARED_KINDS[kind] : "unknown");
            out.number("session", event.sessionId(i)).number("message", event.messageSequence(i)).closeObject();
        }
        out.closeList();
        return true;
    }

    private static boolean print(final SnapshotScanEvent event, final FieldWriter out)
    {
        out.number("session", event.sessionId()).number("incarnation", event.subscriptionSequence());
        out.number("index", event.filterIndex()).number("barrier", event.barrierSequence());
        return true;
    }

    private static boolean print(final SnapshotEndEvent event, final FieldWriter out)
    {
        out.number("records", event.records()).number("references", event.references());
        return true;
    }
}
