package io.maxmq.server.protocol;

import io.maxmq.transport.codec.AckDecoder;
import io.maxmq.transport.codec.AuthDecoder;
import io.maxmq.transport.codec.ConnackDecoder;
import io.maxmq.transport.codec.DisconnectDecoder;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PropertyId;
import io.maxmq.transport.codec.PublishDecoder;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.Sender;
import io.maxmq.transport.codec.SubackDecoder;
import io.maxmq.transport.codec.UnsubackDecoder;
import io.maxmq.transport.codec.UserPropertyCursor;
import io.maxmq.transport.codec.Violation;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A packet that a broker has sent, decoded by the client's side of the codec. Reading one that breaks the standard
 * fails the test. Immutable once read.
 */
public final class Packet
{
    private static final int MAX_SUBSCRIPTION_IDS = 64;

    private final int type;
    private final int version;
    private final int flags;
    private final UnsafeBuffer body;
    private final Map<Integer, Object> properties = new HashMap<>();
    private final List<String> userProperties = new ArrayList<>();
    private List<Integer> subscriptionIds = Collections.emptyList();
    private List<Integer> codes = Collections.emptyList();
    private String topic;
    private byte[] payload = {};
    private int packetId;
    private int reasonCode;
    private boolean sessionPresent;

    public Packet(final int firstByte, final byte[] body, final int version)
    {
        type = PacketType.of(firstByte);
        flags = PacketType.flags(firstByte);
        this.version = version;
        this.body = new UnsafeBuffer(body);
        final Violation violation = read();
        if (violation != Violation.NONE)
        {
            throw new AssertionError(
                "the broker sent a bad " + PacketType.name(type) + " " + violation + ": " + Arrays.toString(body));
        }
    }

    private Violation read()
    {
        switch (type)
        {
            case PacketType.CONNACK:
                return readConnack();
            case PacketType.PUBLISH:
                return readPublish();
            case PacketType.PUBACK:
            case PacketType.PUBREC:
            case PacketType.PUBREL:
            case PacketType.PUBCOMP:
                return readAck();
            case PacketType.SUBACK:
                return readSuback();
            case PacketType.UNSUBACK:
                return readUnsuback();
            case PacketType.DISCONNECT:
                return readDisconnect();
            case PacketType.AUTH:
                return readAuth();
            default:
                return type == PacketType.PINGRESP ? Violation.NONE : Violation.NOT_ALLOWED_FROM_CLIENT;
        }
    }

    private Violation readConnack()
    {
        final ConnackDecoder decoder = new ConnackDecoder();
        final Violation violation = decoder.wrap(body, 0, body.capacity(), flags, version);
        reasonCode = decoder.reasonCode();
        sessionPresent = decoder.sessionPresent();
        put(PropertyId.SESSION_EXPIRY_INTERVAL, decoder.sessionExpirySeconds());
        put(PropertyId.RECEIVE_MAXIMUM, decoder.receiveMaximum());
        put(PropertyId.MAXIMUM_QOS, decoder.maximumQos());
        put(PropertyId.RETAIN_AVAILABLE, decoder.retainAvailable() ? 1 : 0);
        put(PropertyId.MAXIMUM_PACKET_SIZE, decoder.maximumPacketSize());
        put(PropertyId.TOPIC_ALIAS_MAXIMUM, decoder.topicAliasMaximum());
        put(PropertyId.WILDCARD_SUBSCRIPTION_AVAILABLE, decoder.wildcardSubscriptionAvailable() ? 1 : 0);
        put(PropertyId.SUBSCRIPTION_IDENTIFIER_AVAILABLE, decoder.subscriptionIdentifierAvailable() ? 1 : 0);
        put(PropertyId.SHARED_SUBSCRIPTION_AVAILABLE, decoder.sharedSubscriptionAvailable() ? 1 : 0);
        put(PropertyId.SERVER_KEEP_ALIVE, decoder.serverKeepAliveSeconds());
        put(PropertyId.ASSIGNED_CLIENT_IDENTIFIER,
            decoder.assignedClientIdOffset(), decoder.assignedClientIdLength());
        put(PropertyId.REASON_STRING, decoder.reasonStringOffset(), decoder.reasonStringLength());
        put(PropertyId.AUTHENTICATION_METHOD,
            decoder.authenticationMethodOffset(), decoder.authenticationMethodLength());
        put(PropertyId.AUTHENTICATION_DATA, decoder.authenticationDataOffset(), decoder.authenticationDataLength());
        return violation;
    }

    private Violation readPublish()
    {
        final PublishDecoder decoder = new PublishDecoder(Sender.SERVER);
        final Violation violation = decoder.wrap(body, 0, body.capacity(), flags, version);
        if (violation == Violation.NONE)
        {
            topic = text(decoder.topicOffset(), decoder.topicLength());
            payload = bytes(decoder.payloadOffset(), decoder.payloadLength());
            packetId = decoder.qos() == 0 ? 0 : decoder.packetId();
            put(PropertyId.TOPIC_ALIAS, decoder.topicAlias());
            put(PropertyId.MESSAGE_EXPIRY_INTERVAL, decoder.messageExpirySeconds());
            put(PropertyId.PAYLOAD_FORMAT_INDICATOR, decoder.payloadFormatIndicator());
            put(PropertyId.CONTENT_TYPE, decoder.contentTypeOffset(), decoder.contentTypeLength());
            put(PropertyId.RESPONSE_TOPIC, decoder.responseTopicOffset(), decoder.responseTopicLength());
            put(PropertyId.CORRELATION_DATA, decoder.correlationDataOffset(), decoder.correlationDataLength());
            final int[] ids = new int[MAX_SUBSCRIPTION_IDS];
            final int count = decoder.subscriptionIds(ids);
            subscriptionIds = Arrays.stream(ids, 0, count).sorted().boxed().toList();
            readUserProperties(decoder.propertiesOffset(), decoder.propertiesLength());
        }
        return violation;
    }

    private void readUserProperties(final int offset, final int length)
    {
        if (version == 5 && length > 0)
        {
            final UserPropertyCursor cursor = new UserPropertyCursor().wrap(body, offset, length);
            while (cursor.next())
            {
                userProperties.add(text(cursor.keyOffset(), cursor.keyLength()) + "=" +
                    text(cursor.valueOffset(), cursor.valueLength()));
            }
        }
    }

    private Violation readAck()
    {
        final AckDecoder decoder = new AckDecoder();
        final Violation violation = decoder.wrap(type, body, 0, body.capacity(), flags, version);
        packetId = decoder.packetId();
        reasonCode = decoder.reasonCode();
        put(PropertyId.REASON_STRING, decoder.reasonStringOffset(), decoder.reasonStringLength());
        return violation;
    }

    private Violation readSuback()
    {
        final SubackDecoder decoder = new SubackDecoder();
        final Violation violation = decoder.wrap(body, 0, body.capacity(), flags, version);
        packetId = decoder.packetId();
        put(PropertyId.REASON_STRING, decoder.reasonStringOffset(), decoder.reasonStringLength());
        codes = new ArrayList<>();
        while (decoder.next())
        {
            codes.add(decoder.reasonCode());
        }
        return violation;
    }

    private Violation readUnsuback()
    {
        final UnsubackDecoder decoder = new UnsubackDecoder();
        final Violation violation = decoder.wrap(body, 0, body.capacity(), flags, version);
        packetId = decoder.packetId();
        put(PropertyId.REASON_STRING, decoder.reasonStringOffset(), decoder.reasonStringLength());
        codes = new ArrayList<>();
        while (version == 5 && decoder.next())
        {
            codes.add(decoder.reasonCode());
        }
        return violation;
    }

    private Violation readDisconnect()
    {
        final DisconnectDecoder decoder = new DisconnectDecoder(Sender.SERVER);
        final Violation violation = version == 5 ? decoder.wrap(body, 0, body.capacity(), flags, version) :
            Violation.NOT_ALLOWED_FROM_CLIENT;
        reasonCode = decoder.reasonCode();
        put(PropertyId.REASON_STRING, decoder.reasonStringOffset(), decoder.reasonStringLength());
        return violation;
    }

    private Violation readAuth()
    {
        final AuthDecoder decoder = new AuthDecoder(Sender.SERVER);
        final Violation violation = decoder.wrap(body, 0, body.capacity(), flags, version);
        reasonCode = decoder.reasonCode();
        put(PropertyId.AUTHENTICATION_METHOD,
            decoder.authenticationMethodOffset(), decoder.authenticationMethodLength());
        put(PropertyId.AUTHENTICATION_DATA, decoder.authenticationDataOffset(), decoder.authenticationDataLength());
        return violation;
    }

    private void put(final int property, final long value)
    {
        properties.put(property, value);
    }

    private void put(final int property, final int offset, final int length)
    {
        if (length >= 0 && offset >= 0)
        {
            properties.put(property, text(offset, length));
        }
    }

    private byte[] bytes(final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        body.getBytes(offset, bytes);
        return bytes;
    }

    private String text(final int offset, final int length)
    {
        return new String(bytes(offset, length), StandardCharsets.UTF_8);
    }

    public int type()
    {
        return type;
    }

    public int qos()
    {
        return flags >>> 1 & 3;
    }

    public boolean retain()
    {
        return (flags & 1) != 0;
    }

    public boolean dup()
    {
        return (flags & 8) != 0;
    }

    public String topic()
    {
        return topic;
    }

    public String text()
    {
        return new String(payload, StandardCharsets.UTF_8);
    }

    public int payloadLength()
    {
        return payload.length;
    }

    public int packetId()
    {
        return packetId;
    }

    public int reasonCode()
    {
        return reasonCode;
    }

    public boolean sessionPresent()
    {
        return sessionPresent;
    }

    /** Of SUBACK and UNSUBACK, in the order of the filters. */
    public List<Integer> codes()
    {
        return codes;
    }

    /** In ascending order. */
    public List<Integer> subscriptionIds()
    {
        return subscriptionIds;
    }

    /** As {@code key=value}, in the order of the packet. */
    public List<String> userProperties()
    {
        return userProperties;
    }

    /** Value of a numeric property, or what its absence means. */
    public long number(final int property)
    {
        return (Long)properties.get(property);
    }

    /** Value of a property that is a string or binary data, or null. */
    public String string(final int property)
    {
        return (String)properties.get(property);
    }

    @Override
    public String toString()
    {
        switch (type)
        {
            case PacketType.PUBLISH:
                return "PUBLISH " + topic + " '" + (payload.length > 50 ? payload.length + " bytes" : text()) +
                    "' qos=" + qos() + " id=" + packetId + (dup() ? " dup" : "") + (retain() ? " retain" : "");
            case PacketType.SUBACK:
            case PacketType.UNSUBACK:
                return PacketType.name(type) + " " + packetId + " " + codes;
            default:
                return PacketType.name(type) + " id=" + packetId + " " + ReasonCode.name(reasonCode);
        }
    }
}
