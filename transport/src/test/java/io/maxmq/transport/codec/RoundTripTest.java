package io.maxmq.transport.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Random fields of every packet come out of the decoder as they went into the encoder.
 */
final class RoundTripTest
{
    private static final int AT = 11;
    private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;

    private final ExpandableArrayBuffer wire = new ExpandableArrayBuffer();
    private int body;
    private int bodyLength;

    @Property
    void shouldKeepConnect(
        @ForAll @IntRange(min = 3, max = 5) final int version, @ForAll("text") final String clientId,
        @ForAll final boolean cleanStart, @ForAll @IntRange(max = 0xFFFF) final int keepAlive,
        @ForAll("text") final String username, @ForAll("bytes") final byte[] password)
    {
        final ConnectEncoder encoder = new ConnectEncoder().start(version, 'c' + clientId, cleanStart)
            .keepAliveSeconds(keepAlive).username(username).password(password);
        written(encoder.length(), encoder.encode(wire, AT));

        final ConnectDecoder decoder = new ConnectDecoder();

        assertEquals(Violation.NONE, decoder.wrap(wire, body, bodyLength, 0));
        assertEquals(version, decoder.protocolVersion());
        assertEquals(cleanStart, decoder.cleanStart());
        assertEquals(keepAlive, decoder.keepAliveSeconds());
        assertEquals('c' + clientId, text(decoder.clientIdOffset(), decoder.clientIdLength()));
        assertEquals(username, text(decoder.usernameOffset(), decoder.usernameLength()));
        assertArrayEquals(password, bytes(decoder.passwordOffset(), decoder.passwordLength()));
        assertFalse(decoder.hasWill());
    }

    @Property
    void shouldKeepTheWill(
        @ForAll @IntRange(min = 3, max = 5) final int version, @ForAll("topic") final String topic,
        @ForAll("bytes") final byte[] payload, @ForAll @IntRange(max = 2) final int qos, @ForAll final boolean retain,
        @ForAll @LongRange(max = MAX_UNSIGNED_INT) final long delay,
        @ForAll @LongRange(min = -1, max = MAX_UNSIGNED_INT) final long expiry,
        @ForAll("forwarded") final byte[] forwarded)
    {
        final ConnectEncoder encoder = new ConnectEncoder().start(version, "c", true)
            .will(topic, payload, qos, retain).willDelaySeconds(delay).willMessageExpirySeconds(expiry)
            .willForwardProperties(new UnsafeBuffer(forwarded), 0, forwarded.length);
        written(encoder.length(), encoder.encode(wire, AT));

        final ConnectDecoder decoder = new ConnectDecoder();

        assertEquals(Violation.NONE, decoder.wrap(wire, body, bodyLength, 0));
        assertTrue(decoder.hasWill());
        assertEquals(topic, text(decoder.willTopicOffset(), decoder.willTopicLength()));
        assertArrayEquals(payload, bytes(decoder.willPayloadOffset(), decoder.willPayloadLength()));
        assertEquals(qos, decoder.willQos());
        assertEquals(retain, decoder.willRetain());
        final boolean isV5 = version == MqttVersion.V5;
        assertEquals(isV5 ? delay : 0, decoder.willDelaySeconds());
        assertEquals(isV5 ? expiry : -1, decoder.willMessageExpirySeconds());
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[decoder.willForwardPropertiesLength()]);
        assertEquals(copy.capacity(), decoder.copyWillForwardProperties(copy, 0));
        assertArrayEquals(isV5 ? forwarded : new byte[0], copy.byteArray());
    }

    @Property
    void shouldKeepPropertiesOfConnect(
        @ForAll @LongRange(max = MAX_UNSIGNED_INT) final long expiry,
        @ForAll @IntRange(min = 1, max = 0xFFFF) final int receiveMaximum,
        @ForAll @LongRange(max = MAX_UNSIGNED_INT) final long maximumPacketSize,
        @ForAll @IntRange(max = 0xFFFF) final int topicAliasMaximum, @ForAll final boolean response,
        @ForAll final boolean problem, @ForAll("text") final String method, @ForAll("bytes") final byte[] data)
    {
        final ConnectEncoder encoder = new ConnectEncoder().start(MqttVersion.V5, "", false)
            .sessionExpirySeconds(expiry).receiveMaximum(receiveMaximum).maximumPacketSize(maximumPacketSize)
            .topicAliasMaximum(topicAliasMaximum).requestResponseInformation(response)
            .requestProblemInformation(problem).authenticationMethod(method)
            .authenticationData(new UnsafeBuffer(data), 0, data.length);
        written(encoder.length(), encoder.encode(wire, AT));

        final ConnectDecoder decoder = new ConnectDecoder();

        assertEquals(Violation.NONE, decoder.wrap(wire, body, bodyLength, 0));
        assertEquals(expiry, decoder.sessionExpirySeconds());
        assertEquals(receiveMaximum, decoder.receiveMaximum());
        assertEquals(maximumPacketSize, decoder.maximumPacketSize());
        assertEquals(topicAliasMaximum, decoder.topicAliasMaximum());
        assertEquals(response, decoder.requestResponseInformation());
        assertEquals(problem, decoder.requestProblemInformation());
        assertEquals(method, text(decoder.authenticationMethodOffset(), decoder.authenticationMethodLength()));
        assertArrayEquals(data, bytes(decoder.authenticationDataOffset(), decoder.authenticationDataLength()));
    }

    @Property
    void shouldKeepConnack(
        @ForAll final boolean present, @ForAll @LongRange(min = -1, max = MAX_UNSIGNED_INT) final long expiry,
        @ForAll @IntRange(min = 1, max = 0xFFFF) final int receiveMaximum,
        @ForAll @IntRange(max = 2) final int maximumQos, @ForAll final boolean available,
        @ForAll @IntRange(min = -1, max = 0xFFFF) final int keepAlive, @ForAll("text") final String clientId)
    {
        final ConnackEncoder encoder = new ConnackEncoder().start(MqttVersion.V5, ReasonCode.SUCCESS, present)
            .sessionExpirySeconds(expiry).receiveMaximum(receiveMaximum).maximumQos(maximumQos)
            .retainAvailable(available).wildcardSubscriptionAvailable(!available)
            .sharedSubscriptionAvailable(available).subscriptionIdentifierAvailable(!available)
            .serverKeepAliveSeconds(keepAlive).assignedClientId(clientId);
        written(encoder.length(), encoder.encode(wire, AT));

        final ConnackDecoder decoder = new ConnackDecoder();

        assertEquals(Violation.NONE, decoder.wrap(wire, body, bodyLength, 0, MqttVersion.V5));
        assertEquals(present, decoder.sessionPresent());
        assertEquals(expiry, decoder.sessionExpirySeconds());
        assertEquals(receiveMaximum, decoder.receiveMaximum());
        assertEquals(maximumQos, decoder.maximumQos());
        assertEquals(available, decoder.retainAvailable());
        assertEquals(!available, decoder.wildcardSubscriptionAvailable());
        assertEquals(available, decoder.sharedSubscriptionAvailable());
        assertEquals(!available, decoder.subscriptionIdentifierAvailable());
        assertEquals(keepAlive, decoder.serverKeepAliveSeconds());
        assertEquals(clientId, text(decoder.assignedClientIdOffset(), decoder.assignedClientIdLength()));
    }

    @Property
    void shouldKeepPublish(
        @ForAll @IntRange(min = 3, max = 5) final int version, @ForAll @IntRange(max = 2) final int qos,
        @ForAll final boolean isRepeated, @ForAll final boolean retain,
        @ForAll @IntRange(min = 1, max = 0xFFFF) final int packetId, @ForAll("topic") final String topic,
        @ForAll("bytes") final byte[] payload)
    {
        final boolean dup = isRepeated && qos > 0;
        final PublishEncoder encoder = new PublishEncoder().start(version, qos, dup, retain)
            .packetId(packetId).topic(topic).payload(payload);
        written(encoder.length(), encoder.encode(wire, AT));

        final PublishDecoder decoder = new PublishDecoder();

        assertEquals(Violation.NONE, decoder.wrap(wire, body, bodyLength, PacketType.flags(wire.getByte(AT)), version));
        assertEquals(qos, decoder.qos());
        assertEquals(dup, decoder.dup());
        assertEquals(retain, decoder.retain());
        assertEquals(qos == 0 ? 0 : packetId, decoder.packetId());
        assertEquals(topic, text(decoder.topicOffset(), decoder.topicLength()));
        assertArrayEquals(payload, bytes(decoder.payloadOffset(), decoder.payloadLength()));
    }

    /** Alias and expiry stay with a hop, the rest is passed on byte by byte, wherever they stand in between. */
    @Property
    void shouldPassOnPropertiesOfPublish(
        @ForAll @IntRange(max = 0xFFFF) final int alias,
        @ForAll @LongRange(min = -1, max = MAX_UNSIGNED_INT) final long expiry,
        @ForAll @Size(max = 20) final List<@IntRange(min = 1, max = Varint.MAX_VALUE) Integer> ids,
        @ForAll("forwarded") final byte[] forwarded)
    {
        final PublishEncoder encoder = new PublishEncoder().start(MqttVersion.V5, 0, false, false).topic("t")
            .topicAlias(alias).messageExpirySeconds(expiry)
            .forwardProperties(new UnsafeBuffer(forwarded), 0, forwarded.length);
        ids.forEach(encoder::subscriptionId);
        written(encoder.length(), encoder.encode(wire, AT));

        final PublishDecoder decoder = new PublishDecoder(Sender.SERVER);

        assertEquals(Violation.NONE, decoder.wrap(wire, body, bodyLength, 0, MqttVersion.V5));
        assertEquals(alias, decoder.topicAlias());
        assertEquals(expiry, decoder.messageExpirySeconds());
        final int[] found = new int[ids.size()];
        assertEquals(ids.size(), decoder.subscriptionIds(found));
        assertArrayEquals(ids.stream().mapToInt(Integer::intValue).toArray(), found);
        assertEquals(forwarded.length > 0, decoder.hasForwardProperties());
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[decoder.forwardPropertiesLength()]);
        assertEquals(copy.capacity(), decoder.copyForwardProperties(copy, 0));
        assertArrayEquals(forwarded, copy.byteArray());
    }

    @Property
    void shouldKeepAcknowledgements(
        @ForAll @IntRange(min = PacketType.PUBACK, max = PacketType.PUBCOMP) final int packetType,
        @ForAll @IntRange(min = 3, max = 5) final int version,
        @ForAll @IntRange(min = 1, max = 0xFFFF) final int packetId, @ForAll final boolean isSuccess)
    {
        final int reasonCode = isSuccess ? ReasonCode.SUCCESS :
            packetType <= PacketType.PUBREC ? ReasonCode.QUOTA_EXCEEDED : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
        final int length = AckEncoder.encode(wire, AT, packetType, version, packetId, reasonCode);
        written(AckEncoder.length(version, reasonCode), length);

        final AckDecoder decoder = new AckDecoder();

        assertTrue(length <= AckEncoder.MAX_LENGTH);
        assertEquals(Violation.NONE, decoder.wrap(
            packetType, wire, body, bodyLength, PacketType.flags(wire.getByte(AT)), version));
        assertEquals(packetType, PacketType.of(wire.getByte(AT)));
        assertEquals(packetId, decoder.packetId());
        assertEquals(version == MqttVersion.V5 ? reasonCode : ReasonCode.SUCCESS, decoder.reasonCode());
    }

    @Property
    void shouldKeepSubscribe(
        @ForAll @IntRange(min = 1, max = 0xFFFF) final int packetId,
        @ForAll @IntRange(max = Varint.MAX_VALUE) final int subscriptionId,
        @ForAll @Size(min = 1, max = 5) final List<@From("topic") String> filters,
        @ForAll @IntRange(max = 2) final int qos, @ForAll final boolean noLocal,
        @ForAll final boolean retainAsPublished, @ForAll @IntRange(max = 2) final int retainHandling)
    {
        final SubscribeEncoder encoder =
            new SubscribeEncoder().start(MqttVersion.V5, packetId).subscriptionId(subscriptionId);
        filters.forEach(filter -> encoder.filter(filter, qos, noLocal, retainAsPublished, retainHandling));
        written(encoder.length(), encoder.encode(wire, AT));

        final SubscribeDecoder decoder = new SubscribeDecoder();

        assertEquals(Violation.NONE, decoder.wrap(wire, body, bodyLength, 2, MqttVersion.V5));
        assertEquals(packetId, decoder.packetId());
        assertEquals(subscriptionId, decoder.subscriptionId());
        assertEquals(filters.size(), decoder.count());
        for (final String filter : filters)
        {
            assertTrue(decoder.next());
            assertEquals(filter, text(decoder.filterOffset(), decoder.filterLength()));
            assertEquals(qos, decoder.qos());
            assertEquals(noLocal, decoder.noLocal());
            assertEquals(retainAsPublished, decoder.retainAsPublished());
            assertEquals(retainHandling, decoder.retainHandling());
        }
        assertFalse(decoder.next());
    }

    @Property
    void shouldKeepUnsubscribe(
        @ForAll @IntRange(min = 3, max = 5) final int version,
        @ForAll @IntRange(min = 1, max = 0xFFFF) final int packetId,
        @ForAll @Size(min = 1, max = 5) final List<@From("topic") String> filters)
    {
        final UnsubscribeEncoder encoder = new UnsubscribeEncoder().start(version, packetId);
        filters.forEach(encoder::filter);
        written(encoder.length(), encoder.encode(wire, AT));

        final UnsubscribeDecoder decoder = new UnsubscribeDecoder();

        assertEquals(Violation.NONE, decoder.wrap(wire, body, bodyLength, 2, version));
        assertEquals(packetId, decoder.packetId());
        for (final String filter : filters)
        {
            assertTrue(decoder.next());
            assertEquals(filter, text(decoder.filterOffset(), decoder.filterLength()));
        }
        assertFalse(decoder.next());
    }

    @Property
    void shouldKeepSubackAndSayFailureToOldClients(
        @ForAll @IntRange(min = 3, max = 5) final int version,
        @ForAll @IntRange(min = 1, max = 0xFFFF) final int packetId,
        @ForAll @Size(min = 1, max = 10) final List<@From("subackCode") Integer> codes,
        @ForAll("text") final String text)
    {
        final UnsafeBuffer reason = new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
        final int length = SubackEncoder.encode(
            wire, AT, version, packetId, codes(codes), 0, codes.size(), reason, reason.capacity());
        written(SubackEncoder.length(version, codes.size(), reason.capacity()), length);

        final SubackDecoder decoder = new SubackDecoder();

        assertEquals(Violation.NONE, decoder.wrap(wire, body, bodyLength, 0, version));
        assertEquals(packetId, decoder.packetId());
        assertEquals(codes.size(), decoder.count());
        for (final int code : codes)
        {
            assertTrue(decoder.next());
            assertEquals(version == MqttVersion.V5 ? code : Math.min(code, 0x80), decoder.reasonCode());
        }
        assertFalse(decoder.next());
    }

    @Property
    void shouldKeepUnsuback(
        @ForAll @IntRange(min = 3, max = 5) final int version,
        @ForAll @IntRange(min = 1, max = 0xFFFF) final int packetId,
        @ForAll @Size(min = 1, max = 10) final List<@From("unsubackCode") Integer> codes,
        @ForAll("text") final String text)
    {
        final UnsafeBuffer reason = new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
        final int length = UnsubackEncoder.encode(
            wire, AT, version, packetId, codes(codes), 0, codes.size(), reason, reason.capacity());
        written(UnsubackEncoder.length(version, codes.size(), reason.capacity()), length);

        final UnsubackDecoder decoder = new UnsubackDecoder();

        assertEquals(Violation.NONE, decoder.wrap(wire, body, bodyLength, 0, version));
        assertEquals(packetId, decoder.packetId());
        assertEquals(version == MqttVersion.V5 ? codes.size() : 0, decoder.count());
        for (int i = 0; i < decoder.count(); i++)
        {
            assertTrue(decoder.next());
            assertEquals(codes.get(i), decoder.reasonCode());
        }
        assertFalse(decoder.next());
    }

    @Property
    void shouldKeepDisconnect(
        @ForAll @LongRange(min = -1, max = MAX_UNSIGNED_INT) final long expiry, @ForAll("text") final String reason)
    {
        final DisconnectEncoder encoder = new DisconnectEncoder()
            .start(MqttVersion.V5, ReasonCode.DISCONNECT_WITH_WILL).sessionExpirySeconds(expiry).reasonString(reason);
        written(encoder.length(), encoder.encode(wire, AT));

        final DisconnectDecoder decoder = new DisconnectDecoder();

        assertEquals(Violation.NONE, decoder.wrap(wire, body, bodyLength, 0, MqttVersion.V5));
        assertEquals(ReasonCode.DISCONNECT_WITH_WILL, decoder.reasonCode());
        assertEquals(expiry, decoder.sessionExpirySeconds());
        assertEquals(reason, text(decoder.reasonStringOffset(), decoder.reasonStringLength()));
    }

    @Property
    void shouldKeepAuthAndItsUserProperties(
        @ForAll("text") final String method, @ForAll("bytes") final byte[] data,
        @ForAll @Size(max = 5) final List<@From("text") String> texts)
    {
        final AuthEncoder encoder = new AuthEncoder().start(ReasonCode.CONTINUE_AUTHENTICATION)
            .authenticationMethod(method).authenticationData(new UnsafeBuffer(data), 0, data.length);
        texts.forEach(text -> encoder.userProperty(text, text + '!'));
        written(encoder.length(), encoder.encode(wire, AT));

        final AuthDecoder decoder = new AuthDecoder();

        assertEquals(Violation.NONE, decoder.wrap(wire, body, bodyLength, 0, MqttVersion.V5));
        assertEquals(method, text(decoder.authenticationMethodOffset(), decoder.authenticationMethodLength()));
        assertArrayEquals(data, bytes(decoder.authenticationDataOffset(), decoder.authenticationDataLength()));
        final UserPropertyCursor cursor =
            new UserPropertyCursor().wrap(wire, decoder.propertiesOffset(), decoder.propertiesLength());
        for (final String text : texts)
        {
            assertTrue(cursor.next());
            assertEquals(text, text(cursor.keyOffset(), cursor.keyLength()));
            assertEquals(text + '!', text(cursor.valueOffset(), cursor.valueLength()));
        }
        assertFalse(cursor.next());
    }

    @Provide
    Arbitrary<String> text()
    {
        return Arbitraries.strings().excludeChars('\0').ofMaxLength(40)
            .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
    }

    /** Long enough for lengths of two bytes. */
    @Provide
    Arbitrary<byte[]> bytes()
    {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
    }

    @Provide
    Arbitrary<String> topic()
    {
        return text().map(text -> 't' + text.replace('+', '/').replace('#', '/'));
    }

    @Provide
    Arbitrary<Integer> subackCode()
    {
        return Arbitraries.integers().between(0, 255).filter(ReasonCodeSet.SUBACK::contains);
    }

    @Provide
    Arbitrary<Integer> unsubackCode()
    {
        return Arbitraries.integers().between(0, 255).filter(ReasonCodeSet.UNSUBACK::contains);
    }

    /** Some of the properties that are passed on, each once but for user properties, in any order. */
    @Provide
    Arbitrary<byte[]> forwarded()
    {
        return Arbitraries.shuffle("01 01", "03 \"text/plain\"", "08 \"reply/to\"", "09 <00ff>", "26 \"k\" \"v\"",
            "26 \"k\" \"w\"", "26 \"\" \"\"").flatMap(all -> Arbitraries.integers().between(0, all.size())
                .map(count -> WireScript.bytes(String.join(" ", all.subList(0, count)))));
    }

    private void written(final int announced, final int length)
    {
        assertEquals(announced, length);
        assertEquals(length, FrameDecoder.frameLength(wire, AT, AT + length));
        body = FrameDecoder.bodyOffset(AT, length);
        bodyLength = AT + length - body;
    }

    private static UnsafeBuffer codes(final List<Integer> codes)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[codes.size()]);
        for (int i = 0; i < codes.size(); i++)
        {
            buffer.putByte(i, codes.get(i).byteValue());
        }
        return buffer;
    }

    private String text(final int offset, final int length)
    {
        return new String(bytes(offset, length), StandardCharsets.UTF_8);
    }

    private byte[] bytes(final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        wire.getBytes(offset, bytes);
        return bytes;
    }
}
