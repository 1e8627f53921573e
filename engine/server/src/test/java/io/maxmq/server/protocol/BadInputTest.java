package io.maxmq.server.protocol;

import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.Violation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What breaks the protocol ends its connection with the right reason, is counted by its cause, and harms nobody else
 * (section 4.13).
 */
final class BadInputTest extends ProtocolTest
{
    private static final String CONNECT_5 = "100e 0004 4d515454 05 02 003c 00 0001 61";
    private static final int NO_REASON = TestClient.CLOSED;

    private void assertRefused(
        final int version, final boolean isConnected, final String hex, final Violation cause, final int reason)
    {
        final TestClient bystander = connect("bystander").subscribe(topic("t"), 1);
        final long before = counted(cause);
        final TestClient client = isConnected ? connect(version, "bad") : open(version);

        client.sendHex(hex);

        assertEquals(reason, client.awaitEnd(), () -> cause + " " + hex);
        await(cause + " is counted", () -> counted(cause) == before + 1);
        bystander.publish(topic("t"), "unharmed", 1);
        bystander.take("unharmed");
    }

    // ---- after CONNECT, MQTT 5

    @ParameterizedTest
    @CsvSource({
        // lengths
        "30 ffffffff7f,              MALFORMED_LENGTH",
        "30 8000,                    MALFORMED_LENGTH",
        "30 05 0001 61 8000,         MALFORMED_LENGTH",
        "30 02 0005,                 TRUNCATED",
        "30 05 0001 61 05 01,        TRUNCATED",
        "82 04 0001 00 00,           TRUNCATED",
        "40 01 00,                   TRUNCATED",
        // reserved bits and flags
        "c1 00,                      RESERVED_FLAGS",
        "41 02 0001,                 RESERVED_FLAGS",
        "60 02 0001,                 RESERVED_FLAGS",
        "80 07 0001 00 0001 61 00,   RESERVED_FLAGS",
        "a0 06 0001 00 0001 61,      RESERVED_FLAGS",
        "e1 00,                      RESERVED_FLAGS",
        "f1 00,                      RESERVED_FLAGS",
        "82 07 0001 00 0001 61 40,   RESERVED_BITS",
        "82 07 0001 00 0001 61 03,   BAD_SUBSCRIPTION_QOS",
        "82 07 0001 00 0001 61 30,   BAD_RETAIN_HANDLING",
        "36 06 0001 61 0001 00,      BAD_QOS",
        "38 04 0001 61 00,           DUP_ON_QOS_0",
        // text
        "30 04 0001 ff 00,           BAD_UTF8",
        "30 04 0001 00 00,           BAD_UTF8",
        "30 06 0003 eda080 00,       BAD_UTF8",
        "30 05 0002 c080 00,         BAD_UTF8",
        "82 07 0001 00 0001 00 00,   BAD_UTF8",
        "30 0b 0001 61 07 26 0001 ff 0001 62, BAD_UTF8",
        "30 08 0001 61 04 03 0001 00, BAD_UTF8",
        // properties
        "30 06 0001 61 02 7e 00,     UNKNOWN_PROPERTY",
        "30 06 0001 61 02 00 00,     UNKNOWN_PROPERTY",
        "30 06 0001 61 02 24 01,     PROPERTY_NOT_ALLOWED",
        "30 06 0001 61 02 0b 01,     SUBSCRIPTION_ID_FROM_CLIENT",
        "82 09 0001 02 01 00 0001 61 00, PROPERTY_NOT_ALLOWED",
        "30 08 0001 61 04 01 00 01 00, REPEATED_PROPERTY",
        "82 0b 0001 04 0b 01 0b 02 0001 61 00, REPEATED_PROPERTY",
        "30 06 0001 61 02 01 02,     PROPERTY_OUT_OF_RANGE",
        "82 09 0001 02 0b 00 0001 61 00, PROPERTY_OUT_OF_RANGE",
        "30 07 0001 61 03 23 0000,   TOPIC_ALIAS_INVALID",
        // packet ids
        "32 06 0001 61 0000 00,      PACKET_ID_ZERO",
        "34 06 0001 61 0000 00,      PACKET_ID_ZERO",
        "82 07 0000 00 0001 61 00,   PACKET_ID_ZERO",
        "a2 06 0000 00 0001 61,      PACKET_ID_ZERO",
        "40 02 0000,                 PACKET_ID_ZERO",
        "62 02 0000,                 PACKET_ID_ZERO",
        // topics
        "30 04 0001 23 00,           WILDCARD_IN_TOPIC",
        "30 06 0003 612f2b 00,       WILDCARD_IN_TOPIC",
        "30 03 0000 00,              EMPTY_TOPIC",
        "30 08 0001 61 04 08 0001 23, WILDCARD_IN_TOPIC",
        "82 08 0001 00 0002 6123 00, INVALID_FILTER",
        "82 09 0001 00 0003 232f61 00, INVALID_FILTER",
        "82 06 0001 00 0000 00,      INVALID_FILTER",
        "82 0f 0001 00 0009 2473686172652f672f 00, INVALID_FILTER",
        "82 03 0001 00,              EMPTY_SUBSCRIPTION",
        "a2 03 0001 00,              EMPTY_SUBSCRIPTION",
        "82 10 0001 00 000a 2473686172652f672f61 04, NO_LOCAL_ON_SHARED",
        // packets that a client may not send
        "00 00,                      RESERVED_TYPE",
        "20 03 000000,               NOT_ALLOWED_FROM_CLIENT",
        "90 04 0001 00 00,           NOT_ALLOWED_FROM_CLIENT",
        "b0 04 0001 00 00,           NOT_ALLOWED_FROM_CLIENT",
        "d0 00,                      NOT_ALLOWED_FROM_CLIENT",
        // codes
        "40 03 0001 01,              BAD_REASON_CODE",
        "62 03 0001 10,              BAD_REASON_CODE",
        "e0 01 05,                   BAD_REASON_CODE",
        // not now
        "e0 07 00 05 11 0000003c,    SESSION_EXPIRY_FROM_ZERO",
        "f0 00,                      BAD_REASON_CODE",
        "f0 02 18 00,                AUTHENTICATION_METHOD_MISSING",
        "f0 06 18 04 15 0001 78,     UNEXPECTED_AUTH",
        "f0 06 19 04 15 0001 78,     UNEXPECTED_AUTH",
        // bytes behind the end
        "c0 01 00,                   TRAILING_BYTES",
        "40 05 0001 00 00 00,        TRAILING_BYTES",
        "e0 03 00 00 00,             TRAILING_BYTES"})
    @Tag("MQTT-4.13.1-1")
    @Tag("MQTT-4.8.0-1")
    void shouldEndAConnectionOfMqtt5WithTheReason(final String hex, final Violation cause)
    {
        assertRefused(5, true, hex, cause, cause.reasonCode());
    }

    @Test
    @Tag("MQTT-3.1.0-2")
    void shouldEndAConnectionThatConnectsTwice()
    {
        assertRefused(5, true, CONNECT_5, Violation.SECOND_CONNECT, ReasonCode.PROTOCOL_ERROR);
        assertRefused(4, true, "100d 0004 4d515454 04 02 003c 0001 61", Violation.SECOND_CONNECT, NO_REASON);
    }

    // ---- after CONNECT, MQTT 3.1.1

    @ParameterizedTest
    @CsvSource({
        "30 ffffffff7f,         MALFORMED_LENGTH",
        "30 02 0005,            TRUNCATED",
        "c1 00,                 RESERVED_FLAGS",
        "80 06 0001 0001 61 00, RESERVED_FLAGS",
        "60 02 0001,            RESERVED_FLAGS",
        "82 06 0001 0001 61 04, RESERVED_BITS",
        "82 06 0001 0001 61 03, BAD_SUBSCRIPTION_QOS",
        "36 05 0001 61 0001,    BAD_QOS",
        "30 03 0001 ff,         BAD_UTF8",
        "30 03 0001 00,         BAD_UTF8",
        "30 05 0003 eda080,     BAD_UTF8",
        "32 05 0001 61 0000,    PACKET_ID_ZERO",
        "82 06 0000 0001 61 00, PACKET_ID_ZERO",
        "30 03 0001 2b,         WILDCARD_IN_TOPIC",
        "30 02 0000,            EMPTY_TOPIC",
        "82 07 0001 0002 2361 00, INVALID_FILTER",
        "82 02 0001,            EMPTY_SUBSCRIPTION",
        "a2 02 0001,            EMPTY_SUBSCRIPTION",
        "20 02 0000,            NOT_ALLOWED_FROM_CLIENT",
        "90 03 0001 00,         NOT_ALLOWED_FROM_CLIENT",
        "b0 02 0001,            NOT_ALLOWED_FROM_CLIENT",
        "d0 00,                 NOT_ALLOWED_FROM_CLIENT",
        "f0 00,                 NOT_ALLOWED_FROM_CLIENT",
        "c0 01 00,              TRAILING_BYTES",
        "40 03 0001 00,         TRAILING_BYTES",
        "e0 01 00,              TRAILING_BYTES"})
    void shouldEndAConnectionOfMqtt3(final String hex, final Violation cause)
    {
        assertRefused(4, true, hex, cause, NO_REASON);
        assertRefused(3, true, hex, cause, NO_REASON);
    }

    // ---- CONNECT itself

    @ParameterizedTest
    @CsvSource({
        "100e 0004 4d515454 05 03 003c 00 0001 61,               RESERVED_BITS",
        "100f 0004 4d515454 05 02 003c 00 0001 61 00,            TRAILING_BYTES",
        "100e 0004 4d515454 05 02 003c 00 0002 61,               TRUNCATED",
        "100e 0004 4d515454 05 02 003c 00 0001 ff,               BAD_UTF8",
        "100e 0004 4d515454 05 0a 003c 00 0001 61,               WILL_FLAGS_WITHOUT_WILL",
        "100e 0004 4d515454 05 22 003c 00 0001 61,               WILL_FLAGS_WITHOUT_WILL",
        "1010 0004 4d515454 05 02 003c 02 7e00 0001 61,          UNKNOWN_PROPERTY",
        "1010 0004 4d515454 05 02 003c 02 0100 0001 61,          PROPERTY_NOT_ALLOWED",
        "1014 0004 4d515454 05 02 003c 06 210001 210001 0001 61, REPEATED_PROPERTY",
        "1011 0004 4d515454 05 02 003c 03 210000 0001 61,        PROPERTY_OUT_OF_RANGE",
        "1013 0004 4d515454 05 02 003c 05 2700000000 0001 61,    PROPERTY_OUT_OF_RANGE",
        "1010 0004 4d515454 05 02 003c 02 1702 0001 61,          PROPERTY_OUT_OF_RANGE",
        "1012 0004 4d515454 05 02 003c 04 16000178 0001 61,      AUTHENTICATION_DATA_WITHOUT_METHOD",
        "100e 0004 4d515454 06 02 003c 00 0001 61,               UNSUPPORTED_VERSION",
        "1014 0004 4d515454 05 1e 003c 00 0001 61 00 0001 62 0000, BAD_QOS",
        "1014 0004 4d515454 05 06 003c 00 0001 61 00 0001 23 0000, WILDCARD_IN_TOPIC"})
    void shouldRefuseABadConnectOfMqtt5WithTheReason(final String hex, final Violation cause)
    {
        assertRefused(5, false, hex, cause, cause.connackReasonCode());
    }

    @ParameterizedTest
    @CsvSource({
        "100d 0004 4d515454 04 03 003c 0001 61,           RESERVED_BITS",
        "100e 0004 4d515454 04 02 003c 0001 61 00,        TRAILING_BYTES",
        "100d 0004 4d515454 04 02 003c 0001 00,           BAD_UTF8",
        "1010 0004 4d515454 04 42 003c 0001 61 0001 62,   PASSWORD_WITHOUT_USERNAME",
        "100d 0004 4d515454 04 0a 003c 0001 61,           WILL_FLAGS_WITHOUT_WILL",
        "100d 0004 4d515455 04 02 003c 0001 61,           BAD_PROTOCOL_NAME"})
    void shouldRefuseABadConnectOfMqtt311(final String hex, final Violation cause)
    {
        final TestClient client = open(4);
        final long before = counted(cause);

        client.sendHex(hex);

        final int end = client.awaitEnd();
        assertTrue(end == NO_REASON || end == 1, () -> "end " + end);
        await(cause + " is counted", () -> counted(cause) == before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "c000", "e000", "300400016100", "f000", "2003000000", "00", "474554202f20485454502f312e310d0a",
        "110e 0004 4d515454 05 02 003c 00 0001 61"})
    @Tag("MQTT-3.1.0-1")
    void shouldEndAConnectionThatBeginsWithoutConnect(final String hex)
    {
        final TestClient client = open(5);

        client.sendHex(hex);

        client.awaitEnd();
        connect("bystander").ping();
    }

    // ---- and nobody else notices

    @Test
    void shouldAllocateNothingBecauseOfADeclaredLength()
    {
        final List<TestClient> liars = new ArrayList<>();
        for (int i = 0; i < 50; i++)
        {
            liars.add(connect("liar" + i).sendHex("30 ffff3f 0001 61 00"));
        }

        final TestClient client = connect("client").subscribe(topic("t"), 1);
        client.publish(topic("t"), "m", 1);

        client.take("m");
        liars.forEach(TestClient::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void shouldTakePacketsByteByByteAsItTakesThemAtOnce(final int version)
    {
        final TestClient client = connect(version, "a").subscribe(topic("t"), 1);
        final byte[] name = Bytes.utf8(topic("t"));
        final byte[] packet = new byte[2 + 2 + name.length + 2 + (version == 5 ? 1 : 0) + 1];
        packet[0] = 0x32;
        packet[1] = (byte)(packet.length - 2);
        packet[3] = (byte)name.length;
        System.arraycopy(name, 0, packet, 4, name.length);
        packet[5 + name.length] = 9;
        packet[packet.length - 1] = 'm';

        for (final byte single : packet)
        {
            client.sendRaw(new byte[] {single});
        }

        assertEquals(9, client.await(PacketType.PUBACK).packetId());
        client.take("m");
    }

    @Test
    void shouldDoWhatWasSentBeforeTheMistake()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 1);
        final TestClient publisher = connect("pub");

        publisher.sendPublish(topic("t"), "good", 0, 0).sendHex("c1 00");

        assertEquals(ReasonCode.MALFORMED_PACKET, publisher.awaitEnd());
        subscriber.take("good");
    }
}
