package io.maxmq.core.connection;

import io.maxmq.core.MqttLimits;
import io.maxmq.core.clock.CycleClock;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.event.EventPublisher;
import io.maxmq.core.message.Message;
import io.maxmq.core.partition.PublishReplies;
import io.maxmq.core.partition.PublishRequest;
import io.maxmq.core.partition.Routing;
import io.maxmq.core.session.AckLog;
import io.maxmq.core.session.InboundQos2;
import io.maxmq.core.session.OutboundFlow;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.Sessions;
import io.maxmq.journal.event.ReleasedEvent;
import io.maxmq.spi.Authoriser;
import io.maxmq.transport.buffer.FrameHandler.Action;
import io.maxmq.transport.codec.AckDecoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PublishDecoder;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.Utf8;
import io.maxmq.transport.codec.Violation;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What clients publish, and the acknowledgements in both directions (MQTT-3.3 to 3.7, 4.3). One per worker, used by its
 * thread alone.
 * <p>
 * A QoS 1 or 2 message is acknowledged when its event is applied, or when the owner of its topic has replied that it
 * was not logged. Nothing is acknowledged to a later connection than the one it came by, but for a QoS 2 message that
 * the client has sent again (rule 4 of the log).
 */
public final class PublishFlow implements PublishReplies
{
    private static final int SCRATCH_LENGTH = 256;

    private final int self;
    private final MqttLimits limits;
    private final WorkerCounters counters;
    private final CycleClock clock;
    private final Routing routing;
    private final Sessions sessions;
    private final OutboundFlow outbound;
    private final AckLog acks;
    private final EventPublisher events;
    private final AccessControl access;

    private final PublishDecoder publish = new PublishDecoder();
    private final AckDecoder ack = new AckDecoder();
    private final PublishRequest request = new PublishRequest();
    private final MutableDirectBuffer properties = new ExpandableArrayBuffer(SCRATCH_LENGTH);
    private final ReleasedEvent released = new ReleasedEvent();
    private final MutableDirectBuffer eventScratch = new ExpandableArrayBuffer(SCRATCH_LENGTH);
    private DirectBuffer topic;
    private int topicOffset;
    private int topicLength;

    public PublishFlow(
        final int self,
        final MqttLimits limits,
        final WorkerCounters counters,
        final CycleClock clock,
        final Routing routing,
        final Sessions sessions,
        final OutboundFlow outbound,
        final AckLog acks,
        final EventPublisher events,
        final AccessControl access)
    {
        this.self = self;
        this.limits = limits;
        this.counters = counters;
        this.clock = clock;
        this.routing = routing;
        this.sessions = sessions;
        this.outbound = outbound;
        this.acks = acks;
        this.events = events;
        this.access = access;
    }

    Action onPublish(
        final Connection connection, final DirectBuffer buffer, final int offset, final int length, final int flags)
    {
        Violation violation = publish.wrap(buffer, offset, length, flags, connection.version());
        if (violation == Violation.NONE)
        {
            violation = check(connection, buffer);
        }
        if (violation != Violation.NONE)
        {
            return connection.violation(violation);
        }
        final int qos = publish.qos();
        if (qos == 2 && isRepeated(connection))
        {
            return Action.CONTINUE;
        }
        if (qos > 0 && isWindowFull(connection))
        {
            return connection.violation(Violation.RECEIVE_MAXIMUM_EXCEEDED);
        }
        if (!access.isOpen())
        {
            final int decision = access.decide(connection, Authoriser.Action.PUBLISH, topic, topicOffset, topicLength);
            if (decision != AccessControl.ALLOWED)
            {
                return decision == AccessControl.PENDING ? Action.RETRY : deny(connection, qos);
            }
        }
        return route(connection, buffer, qos);
    }

    private Violation check(final Connection connection, final DirectBuffer buffer)
    {
        if (publish.qos() > limits.maximumQos())
        {
            return Violation.QOS_NOT_SUPPORTED;
        }
        if (publish.retain() && !limits.retainAvailable())
        {
            return Violation.RETAIN_NOT_SUPPORTED;
        }
        if (limits.checkPayloadFormat() && publish.payloadFormatIndicator() == 1 &&
            !Utf8.isValid(buffer, publish.payloadOffset(), publish.payloadLength()))
        {
            return Violation.PAYLOAD_FORMAT_INVALID;
        }
        topic = buffer;
        topicOffset = publish.topicOffset();
        topicLength = publish.topicLength();
        return publish.topicAlias() == 0 ? checkTopic(connection) : checkAlias(connection, buffer);
    }

    private Violation checkAlias(final Connection connection, final DirectBuffer buffer)
    {
        if (publish.topicAlias() > limits.topicAliasMaximum())
        {
            return Violation.TOPIC_ALIAS_INVALID;
        }
        final InboundAliases aliases = connection.publisher().aliases();
        if (topicLength > 0)
        {
            final Violation violation = checkTopic(connection);
            if (violation == Violation.NONE)
            {
                aliases.set(publish.topicAlias(), buffer, publish);
            }
            return violation;
        }
        topic = aliases.get(publish.topicAlias());
        if (topic == null)
        {
            return Violation.TOPIC_ALIAS_UNKNOWN;
        }
        topicOffset = 0;
        topicLength = topic.capacity();
        return Violation.NONE;
    }

    private Violation checkTopic(final Connection connection)
    {
        return routing.check(connection.publisher().memo(), connection.tenant(), topic, topicOffset, topicLength);
    }

    /** A QoS 2 id in flight is not forwarded again (MQTT-4.3.3-10). */
    private boolean isRepeated(final Connection connection)
    {
        final InboundQos2 inbound = connection.session().inboundQos2();
        final int packetId = publish.packetId();
        switch (inbound.state(packetId))
        {
            case InboundQos2.NONE:
                return false;

            case InboundQos2.DECIDED:
                inbound.state(packetId, InboundQos2.DECIDED_AGAIN);
                break;

            case InboundQos2.RECEIVED:
                connection.sendAck(PacketType.PUBREC, packetId, ReasonCode.SUCCESS);
                break;

            default:
                break;
        }
        counters.increment(Counter.PUBLISH_DUPLICATE);
        return true;
    }

    /** A receive maximum is what MQTT 5 clients are told and held to; MQTT 3 knows none (MQTT-3.3.4-9). */
    private boolean isWindowFull(final Connection connection)
    {
        return connection.version() == MqttVersion.V5 && connection.publisher().inFlight() >= limits.receiveMaximum();
    }

    private Action deny(final Connection connection, final int qos)
    {
        counters.increment(Counter.DROPPED_UNAUTHORISED);
        if (access.endsConnections())
        {
            connection.disconnect(ReasonCode.NOT_AUTHORIZED, ReasonText.MAY_NOT_PUBLISH);
            return Action.CLOSE;
        }
        if (qos > 0)
        {
            connection.publisher().received();
            connection.sendAck(qos == 1 ? PacketType.PUBACK : PacketType.PUBREC, publish.packetId(),
                connection.version() == MqttVersion.V5 ? ReasonCode.NOT_AUTHORIZED : ReasonCode.SUCCESS);
        }
        return Action.CONTINUE;
    }

    private Action route(final Connection connection, final DirectBuffer buffer, final int qos)
    {
        final Session session = connection.session();
        fillMessage(connection, buffer, qos);
        request.from(self, session.id(), session.connectionNumber(), publish.packetId(), session.isPersistent());
        if (qos == 0)
        {
            if (!routing.publish(request, connection.publisher().memo()))
            {
                return connection.pressure();
            }
            counters.increment(Counter.PUBLISH_RECEIVED_QOS0);
            return Action.CONTINUE;
        }
        connection.publisher().received();
        if (qos == 2)
        {
            session.inboundQos2().state(publish.packetId(), InboundQos2.DECIDED);
        }
        if (!routing.publish(request, connection.publisher().memo()))
        {
            connection.publisher().acknowledged();
            if (qos == 2)
            {
                session.inboundQos2().state(publish.packetId(), InboundQos2.NONE);
            }
            return connection.pressure();
        }
        counters.increment(qos == 1 ? Counter.PUBLISH_RECEIVED_QOS1 : Counter.PUBLISH_RECEIVED_QOS2);
        return connection.isClosing() ? Action.CLOSE : Action.CONTINUE;
    }

    private void fillMessage(final Connection connection, final DirectBuffer buffer, final int qos)
    {
        final Message message = request.message();
        message.attributes(connection.tenant(), qos, publish.retain(), expiryDeadline());
        message.topic(topic, topicOffset, topicLength);
        message.payload(buffer, publish.payloadOffset(), publish.payloadLength());
        if (publish.hasForwardProperties())
        {
            message.properties(properties, 0, publish.copyForwardProperties(properties, 0));
        }
        else
        {
            message.properties(buffer, 0, 0);
        }
    }

    private long expiryDeadline()
    {
        final long cap = limits.messageExpiryCapSeconds();
        final long asked = publish.messageExpirySeconds();
        final long seconds = cap >= 0 && (asked < 0 || asked > cap) ? cap : asked;
        return seconds < 0 ? Message.NEVER : clock.nowMs() + seconds * 1000;
    }

    @Override
    public void onReply(
        final long sessionId, final int connectionNumber, final int packetId, final int qos, final int reasonCode)
    {
        final Session session = sessions.byId(sessionId);
        if (session == null)
        {
            counters.increment(Counter.EVENTS_SKIPPED);
            return;
        }
        final boolean sameConnection = session.outlet() != null && session.connectionNumber() == connectionNumber;
        if (qos == 1)
        {
            if (sameConnection)
            {
                acknowledge((Connection)session.outlet(), PacketType.PUBACK, packetId, reasonCode);
            }
            return;
        }
        final InboundQos2 inbound = session.inboundQos2();
        final boolean again = inbound.state(packetId) == InboundQos2.DECIDED_AGAIN;
        inbound.state(packetId, ReasonCode.isFailure(reasonCode) ? InboundQos2.NONE : InboundQos2.RECEIVED);
        if (session.outlet() != null && (sameConnection || again))
        {
            acknowledge((Connection)session.outlet(), PacketType.PUBREC, packetId, reasonCode);
        }
    }

    /** Before MQTT 5 a refusal cannot be told: the message stays unacknowledged and the connection ends. */
    private static void acknowledge(
        final Connection connection, final int packetType, final int packetId, final int reasonCode)
    {
        if (ReasonCode.isFailure(reasonCode) && connection.version() != MqttVersion.V5)
        {
            connection.close();
        }
        else
        {
            connection.sendAck(packetType, packetId, reasonCode);
        }
    }

    Action onAck(
        final Connection connection, final int type,
        final DirectBuffer buffer, final int offset, final int length, final int flags)
    {
        final Violation violation = ack.wrap(type, buffer, offset, length, flags, connection.version());
        if (violation != Violation.NONE)
        {
            return connection.violation(violation);
        }
        if (type == PacketType.PUBREL)
        {
            return onPubrel(connection, ack.packetId());
        }
        if (!acks.hasRoom())
        {
            return connection.pressure();
        }
        final Session session = connection.session();
        switch (type)
        {
            case PacketType.PUBACK:
                outbound.acks().onPuback(session, ack.packetId());
                break;

            case PacketType.PUBREC:
                outbound.acks().onPubrec(session, ack.packetId(), ack.reasonCode());
                break;

            default:
                outbound.acks().onPubcomp(session, ack.packetId());
                break;
        }
        return connection.isClosing() ? Action.CLOSE : Action.CONTINUE;
    }

    private Action onPubrel(final Connection connection, final int packetId)
    {
        final Session session = connection.session();
        switch (session.inboundQos2().state(packetId))
        {
            case InboundQos2.RECEIVED:
                return session.isPersistent() ? logRelease(connection, packetId) : release(connection, packetId);

            case InboundQos2.RELEASING:
                session.inboundQos2().state(packetId, InboundQos2.RELEASING_AGAIN);
                return Action.CONTINUE;

            case InboundQos2.RELEASING_AGAIN:
                return Action.CONTINUE;

            default:
                connection.sendAck(PacketType.PUBCOMP, packetId, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
                return Action.CONTINUE;
        }
    }

    private static Action release(final Connection connection, final int packetId)
    {
        connection.session().inboundQos2().state(packetId, InboundQos2.NONE);
        connection.sendAck(PacketType.PUBCOMP, packetId, ReasonCode.SUCCESS);
        return Action.CONTINUE;
    }

    private Action logRelease(final Connection connection, final int packetId)
    {
        final Session session = connection.session();
        released.wrapForWrite(eventScratch, 0)
            .tenant(session.tenant())
            .workers(1L << self, access.workerCount())
            .sessionId(session.id())
            .connectionNumber(session.connectionNumber())
            .packetId(packetId);
        if (!events.offer(eventScratch, 0, released.length()))
        {
            return connection.pressure();
        }
        counters.increment(Counter.EVENTS_DECIDED);
        session.inboundQos2().state(packetId, InboundQos2.RELEASING);
        return Action.CONTINUE;
    }

    /**
     * The release of a QoS 2 id has been applied.
     *
     * @param session          of the publisher.
     * @param connectionNumber of the connection that released it.
     * @param packetId         released.
     */
    public void onReleased(final Session session, final int connectionNumber, final int packetId)
    {
        final boolean again = session.inboundQos2().state(packetId) == InboundQos2.RELEASING_AGAIN;
        session.inboundQos2().state(packetId, InboundQos2.NONE);
        if (session.outlet() != null && (again || session.connectionNumber() == connectionNumber))
        {
            session.outlet().sendAck(PacketType.PUBCOMP, packetId, ReasonCode.SUCCESS);
        }
    }
}
