package io.maxmq.journal.event;

import java.time.Instant;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;

/**
 * Prints events for people ({@link #appendText}) and for programs ({@link #appendJson}): one line each, without its
 * end, whatever is in the event. An event that is damaged or of a later version is printed as far as its header goes,
 * and marked. Payloads are printed as hexadecimal up to {@code maxPayloadBytes}.
 * <p>
 * For tools: it allocates. Not thread-safe.
 */
public final class EventPrinter
{
    private final BrokerStartEvent brokerStart = new BrokerStartEvent();
    private final LimitsEvent limits = new LimitsEvent();
    private final SessionOpenEvent sessionOpen = new SessionOpenEvent();
    private final SessionClosedEvent sessionClosed = new SessionClosedEvent();
    private final SessionEndEvent sessionEnd = new SessionEndEvent();
    private final SubscribeEvent subscribe = new SubscribeEvent();
    private final UnsubscribeEvent unsubscribe = new UnsubscribeEvent();
    private final MessageEvent message = new MessageEvent();
    private final AckedEvent acked = new AckedEvent();
    private final ReleasedEvent released = new ReleasedEvent();
    private final RetainedEvent retained = new RetainedEvent();
    private final ReassignedEvent reassigned = new ReassignedEvent();
    private final WillCancelledEvent willCancelled = new WillCancelledEvent();
    private final RetainedExpiredEvent retainedExpired = new RetainedExpiredEvent();
    private final CheckpointEvent checkpoint = new CheckpointEvent();
    private final SnapshotPrinter snapshots = new SnapshotPrinter();
    private final MessageFlyweight block = new MessageFlyweight();
    private final TargetsFlyweight targets = new TargetsFlyweight();
    private final int maxPayloadBytes;
    private final boolean payloadAsText;
    private final LongFunction<String> clients;
    private final BrokerStartEvent run = new BrokerStartEvent();
    private int datacenter;
    private int machine;
    private int process;
    private boolean isRunKnown;

    /** Prints no more of payloads than their length. */
    public EventPrinter()
    {
        this(0);
    }

    public EventPrinter(final int maxPayloadBytes)
    {
        this(maxPayloadBytes, false, session -> null);
    }

    /**
     * @param maxPayloadBytes so much of each payload
     * @param payloadAsText   as text rather than hexadecimal
     * @param clients         client id of a session, null where it is not known
     */
    public EventPrinter(
        final int maxPayloadBytes, final boolean payloadAsText, final LongFunction<String> clients)
    {
        this.maxPayloadBytes = maxPayloadBytes;
        this.payloadAsText = payloadAsText;
        this.clients = clients;
    }

    /**
     * Takes note of an event whether it is printed or not: the ids of stored messages follow from the start of the
     * broker before them.
     */
    public void observe(final DirectBuffer buffer, final int offset, final int length)
    {
        if (EventHeader.isComplete(buffer, offset, length) &&
            EventHeader.type(buffer, offset) == EventType.BROKER_START && run.wrap(buffer, offset, length))
        {
            datacenter = run.datacenter();
            machine = run.machine();
            process = run.process();
            isRunKnown = true;
        }
    }

    /** The id of a message, as {@link MessageId} prints it; null where neither event nor run tell. */
    public String messageId(final MessageEvent event)
    {
        if ((event.messageIdHigh() | event.messageIdLow()) != 0)
        {
            return MessageId.toString(event.messageIdHigh(), event.messageIdLow());
        }
        return isRunKnown ? MessageId.toString(MessageId.high(event.timestampMs(), datacenter, machine),
            MessageId.low(process, event.sequence())) : null;
    }

    /** One line of text; false if the event is damaged or unknown. */
    public boolean appendText(
        final DirectBuffer buffer, final int offset, final int length, final StringBuilder out)
    {
        return print(buffer, offset, length, new FieldWriter(out, false));
    }

    /** One JSON object; false if the event is damaged or unknown. */
    public boolean appendJson(
        final DirectBuffer buffer, final int offset, final int length, final StringBuilder out)
    {
        return print(buffer, offset, length, new FieldWriter(out, true));
    }

    private boolean print(final DirectBuffer buffer, final int offset, final int length, final FieldWriter out)
    {
        if (!EventHeader.isComplete(buffer, offset, length))
        {
            out.open("DAMAGED", 0).number("bytes", length).close();
            return false;
        }
        final int type = EventHeader.type(buffer, offset);
        out.open(EventType.name(type), EventHeader.sequence(buffer, offset));
        printHeader(buffer, offset, out);
        final boolean complete = printBody(type, buffer, offset, length, out);
        if (!complete)
        {
            out.number("typeNumber", type).number("version", EventHeader.version(buffer, offset));
            out.number("bytes", length).flag("damaged", true);
        }
        out.close();
        return complete;
    }

    private static void printHeader(final DirectBuffer buffer, final int offset, final FieldWriter out)
    {
        out.word("time", Instant.ofEpochMilli(EventHeader.timestampMs(buffer, offset)).toString());
        out.optional("tenant", EventHeader.tenant(buffer, offset));
        out.number("origin", EventHeader.originWorker(buffer, offset));
        out.number("decision", EventHeader.decision(buffer, offset));
        if (EventHeader.workerCount(buffer, offset) != 0)
        {
            out.hex("workers", EventHeader.workers(buffer, offset));
            out.number("workerCount", EventHeader.workerCount(buffer, offset));
        }
    }

    private boolean printBody(
        final int type, final DirectBuffer buffer, final int offset, final int length, final FieldWriter out)
    {
        return switch (type)
        {
            case EventType.BROKER_START -> brokerStart.wrap(buffer, offset, length) && print(brokerStart, out);
            case EventType.LIMITS -> limits.wrap(buffer, offset, length) && print(limits, out);
            case EventType.SESSION_OPEN -> sessionOpen.wrap(buffer, offset, length) && print(sessionOpen, out);
            case EventType.SESSION_CLOSED -> sessionClosed.wrap(buffer, offset, length) && print(sessionClosed, out);
            case EventType.SESSION_END -> sessionEnd.wrap(buffer, offset, length) && print(sessionEnd, out);
            case EventType.SUBSCRIBE -> subscribe.wrap(buffer, offset, length) && print(subscribe, out);
            case EventType.UNSUBSCRIBE -> unsubscribe.wrap(buffer, offset, length) && print(unsubscribe, out);
            case EventType.MESSAGE -> message.wrap(buffer, offset, length) && print(message, out);
            case EventType.ACKED -> acked.wrap(buffer, offset, length) && print(acked, out);
            case EventType.RELEASED -> released.wrap(buffer, offset, length) && print(released, out);
            case EventType.RETAINED -> retained.wrap(buffer, offset, length) && print(retained, out);
            case EventType.REASSIGNED -> reassigned.wrap(buffer, offset, length) && print(reassigned, out);
            case EventType.WILL_CANCELLED -> willCancelled.wrap(buffer, offset, length) && print(willCancelled, out);
            case EventType.RETAINED_EXPIRED -> retainedExpired.wrap(buffer, offset, length) &&
                print(retainedExpired, out);
            case EventType.LOST -> true;
            case EventType.CHECKPOINT -> checkpoint.wrap(buffer, offset, length) &&
                out.number("previous", checkpoint.previous()) != null;
            default -> type >= EventType.SNAPSHOT_SESSION && snapshots.print(type, buffer, offset, length, out);
        };
    }

    private static boolean print(final BrokerStartEvent event, final FieldWriter out)
    {
        out.flag("unclean", event.unclean()).number("run", event.run()).number("datacenter", event.datacenter());
        out.number("machine", event.machine()).number("process", event.process());
        return true;
    }

    private static boolean print(final LimitsEvent event, final FieldWriter out)
    {
        out.number("sessionExpiryCapSeconds", event.sessionExpiryCapSeconds());
        out.number("messageExpiryCapSeconds", event.messageExpiryCapSeconds());
        out.number("queueMaxMessages", event.queueMaxMessages()).number("queueMaxBytes", event.queueMaxBytes());
        out.number("queueMaxAgeMs", event.queueMaxAgeMs());
        out.word("overflowPolicy", LimitsEvent.policyName(event.overflowPolicy()));
        out.number("receiveMaximumCap", event.receiveMaximumCap());
        out.number("hashVersion", event.hashVersion()).number("partitionLevels", event.partitionLevels());
        return true;
    }

    private boolean print(final SessionOpenEvent event, final FieldWriter out)
    {
        out.text("clientId", event.buffer(), event.clientIdOffset(), event.clientIdLength());
        out.flag("cleanStart", event.cleanStart()).number("protocolVersion", event.protocolVersion());
        out.number("sessionExpirySeconds", event.sessionExpirySeconds());
        out.number("receiveMaximum", event.receiveMaximum()).hex("keyHash", event.keyHash());
        if (event.hasWill())
        {
            out.number("willDelaySeconds", event.willDelaySeconds());
            printBlock("will", event.buffer(), event.willOffset(), out);
        }
        return true;
    }

    private boolean print(final SessionClosedEvent event, final FieldWriter out)
    {
        printSession("session", "client", event.sessionId(), out);
        out.number("connection", event.connectionNumber());
        if (event.sessionExpirySeconds() != SessionClosedEvent.UNCHANGED)
        {
            out.number("sessionExpirySeconds", event.sessionExpirySeconds());
        }
        out.flag("discardWill", event.discardWill());
        return true;
    }

    private boolean print(final SessionEndEvent event, final FieldWriter out)
    {
        printSession("session", "client", event.sessionId(), out);
        out.word("reason", SessionEndEvent.reasonName(event.reason()));
        return true;
    }

    private boolean print(final SubscribeEvent event, final FieldWriter out)
    {
        printSession("session", "client", event.sessionId(), out);
        out.number("connection", event.connectionNumber());
        out.optional("subscriptionId", event.subscriptionId()).openList("filters");
        while (event.nextFilter())
        {
            out.openItem().text("filter", event.buffer(), event.filterOffset(), event.filterLength());
            out.number("options", event.filterOptions()).closeObject();
        }
        out.closeList();
        return true;
    }

    private boolean print(final UnsubscribeEvent event, final FieldWriter out)
    {
        printSession("session", "client", event.sessionId(), out);
        out.number("connection", event.connectionNumber());
        out.openList("filters");
        while (event.nextFilter())
        {
            out.openItem().text("filter", event.buffer(), event.filterOffset(), event.filterLength()).closeObject();
        }
        out.closeList();
        return true;
    }

    private boolean print(final MessageEvent event, final FieldWriter out)
    {
        printSession("publisher", "publisherClient", event.publisherSessionId(), out);
        out.number("connection", event.publisherConnectionNumber());
        out.optional("packetId", event.packetId()).number("qos", event.qos());
        out.flag("retainedChange", event.retainedChange()).flag("retainedClear", event.retainedClear());
        out.flag("will", event.will()).flag("publisherIsPersistent", event.publisherIsPersistent());
        out.flag("match", event.match());
        final String id = messageId(event);
        if (id != null)
        {
            out.word("messageId", id);
        }
        printBlock("message", event.buffer(), event.messageOffset(), out);
        return printTargets(event, out);
    }

    private boolean printTargets(final MessageEvent event, final FieldWriter out)
    {
        if (!targets.wrapChecked(event.buffer(), event.targetsOffset(), event.targetsLength()))
        {
            return false;
        }
        out.openList("targets");
        for (int i = 0; i < targets.count(); i++)
        {
            out.openItem();
            printSession("session", "client", targets.sessionId(i), out);
            out.number("qos", targets.qos(i));
            out.flag("retain", targets.retain(i)).flag("shared", targets.shared(i)).flag("clean", targets.clean(i));
            if (targets.idCount(i) > 0)
            {
                out.openList("ids");
                for (int id = 0; id < targets.idCount(i); id++)
                {
                    out.item(targets.id(i, id));
                }
                out.closeList();
            }
            out.closeObject();
        }
        out.closeList();
        return true;
    }

    private void printBlock(final String name, final DirectBuffer buffer, final int offset, final FieldWriter out)
    {
        block.wrap(buffer, offset);
        out.openObject(name);
        out.text("topic", buffer, block.topicOffset(), block.topicLength()).number("qos", block.qos());
        out.flag("retain", block.retain()).number("payloadBytes", block.payloadLength());
        if (block.expiryDeadlineMs() != MessageFlyweight.NO_EXPIRY)
        {
            out.word("expires", Instant.ofEpochMilli(block.expiryDeadlineMs()).toString());
        }
        if (block.propertiesLength() > 0)
        {
            out.bytes("properties", buffer, block.propertiesOffset(), block.propertiesLength());
        }
        if (maxPayloadBytes > 0)
        {
            printPayload(buffer, out);
        }
        out.closeObject();
    }

    private void printPayload(final DirectBuffer buffer, final FieldWriter out)
    {
        final int length = Math.min(maxPayloadBytes, block.payloadLength());
        if (payloadAsText)
        {
            out.text("payload", buffer, block.payloadOffset(), length);
        }
        else
        {
            out.bytes("payload", buffer, block.payloadOffset(), length);
        }
        out.flag("cut", length < block.payloadLength());
    }

    /** A session, and its client where that is known. */
    private void printSession(
        final String name, final String clientName, final long sessionId, final FieldWriter out)
    {
        out.number(name, sessionId);
        final String client = clients.apply(sessionId);
        if (client != null)
        {
            out.text(clientName, client);
        }
    }

    private boolean print(final AckedEvent event, final FieldWriter out)
    {
        out.openList("entries");
        for (int i = 0; i < event.count(); i++)
        {
            out.openItem();
            printSession("session", "client", event.sessionId(i), out);
            out.number("enqueueNumber", event.enqueueNumber(i));
            out.word("kind", AckedEvent.kindName(event.kind(i))).number("message", event.logSequence(i)).closeObject();
        }
        out.closeList();
        return true;
    }

    private boolean print(final ReleasedEvent event, final FieldWriter out)
    {
        printSession("session", "client", event.sessionId(), out);
        out.number("connection", event.connectionNumber());
        out.number("packetId", event.packetId());
        return true;
    }

    private boolean print(final RetainedEvent event, final FieldWriter out)
    {
        printSession("session", "client", event.sessionId(), out);
        out.number("subscription", event.subscriptionSequence());
        out.number("filterIndex", event.filterIndex()).flag("last", event.last()).openList("messages");
        for (int i = 0; i < event.count(); i++)
        {
            out.openItem().number("message", event.messageSequence(i)).number("qos", event.qos(i)).closeObject();
        }
        out.closeList();
        return true;
    }

    private boolean print(final ReassignedEvent event, final FieldWriter out)
    {
        out.number("message", event.messageSequence());
        printSession("from", "fromClient", event.fromSessionId(), out);
        printSession("to", "toClient", event.toSessionId(), out);
        out.number("targetFlags", event.targetFlags());
        out.optional("subscriptionId", event.subscriptionId());
        return true;
    }

    private boolean print(final WillCancelledEvent event, final FieldWriter out)
    {
        printSession("session", "client", event.sessionId(), out);
        out.number("connection", event.connectionNumber());
        return true;
    }

    private static boolean print(final RetainedExpiredEvent event, final FieldWriter out)
    {
        out.number("message", event.messageSequence());
        return true;
    }
}
