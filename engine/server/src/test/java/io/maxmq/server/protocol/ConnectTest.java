package io.maxmq.server.protocol;

import io.maxmq.core.counter.Counter;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PropertyId;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * CONNECT and CONNACK (sections 3.1 and 3.2), PINGREQ (3.12) and what a client that never connects may do.
 */
final class ConnectTest extends ProtocolTest
{
    /** Return codes of CONNACK before MQTT 5 (3.1.1, section 3.2.2.3). */
    private static final int UNACCEPTABLE_PROTOCOL_VERSION = 1;
    private static final int IDENTIFIER_REJECTED = 2;

    @Override
    String[] settings()
    {
        return new String[] {"connect.timeout=500 ms"};
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    @Tag("MQTT-3.1.4-5")
    @Tag("MQTT-3.2.0-1")
    void shouldAcceptEveryVersion(final int version)
    {
        final TestClient client = connect(version, "a");

        assertFalse(client.connack().sessionPresent());
        client.ping().disconnect();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    @Tag("MQTT-3.12.4-1")
    void shouldAnswerEveryPing(final int version)
    {
        final TestClient client = connect(version, "a");

        client.sendHex("c000 c000 c000");

        for (int i = 0; i < 3; i++)
        {
            assertEquals(PacketType.PINGRESP, client.next().type());
        }
    }

    @Test
    @Tag("MQTT-3.1.3-6")
    @Tag("MQTT-3.2.2-16")
    void shouldAssignAnIdToAClientWithoutOne()
    {
        final String first = connect("", c -> {}).connack().string(PropertyId.ASSIGNED_CLIENT_IDENTIFIER);
        final String second = connect("", c -> {}).connack().string(PropertyId.ASSIGNED_CLIENT_IDENTIFIER);

        assertNotEquals(first, second);
        assertTrue(first.length() > 0);
    }

    @Test
    @Tag("MQTT-3.1.3-7")
    void shouldFindTheSessionOfAnAssignedIdAgain()
    {
        final TestClient client = connect("", c -> c.sessionExpirySeconds(3600));
        final String assigned = client.connack().string(PropertyId.ASSIGNED_CLIENT_IDENTIFIER);
        client.disconnect();

        final TestClient again = open(MqttVersion.V5);
        again.connect(assigned, false, c -> {});

        assertTrue(again.connack().sessionPresent());
        assertNull(again.connack().string(PropertyId.ASSIGNED_CLIENT_IDENTIFIER));
    }

    @Test
    void shouldLetACleanClientOfMqtt311LeaveItsIdToTheBroker()
    {
        final TestClient one = connect(4, "");
        final TestClient other = connect(4, "");

        one.subscribe(topic("t"), 0);
        other.publish(topic("t"), "hello", 0);

        one.take("hello");
    }

    @Test
    @Tag("MQTT-3.1.3-8")
    void shouldRefuseAPersistentClientOfMqtt311WithoutId()
    {
        final TestClient client = open(4);

        client.sendConnect("", false, c -> {});

        assertEquals(IDENTIFIER_REJECTED, client.awaitEnd());
    }

    @Test
    void shouldRefuseAClientOfMqtt31WithoutId()
    {
        final TestClient client = open(3);

        client.sendConnect("", true, c -> {});

        assertEquals(IDENTIFIER_REJECTED, client.awaitEnd());
    }

    @Test
    void shouldTakeIdsOfUnusualLengthAndCharacters()
    {
        for (final String id : new String[] {"x".repeat(1024), "ein Öl/+#$ \uD83D\uDE00"})
        {
            final TestClient client = open(5);
            client.connect(id, true, c -> {});
            client.ping();
        }
    }

    @Test
    void shouldRefuseAnIdThatIsTooLong()
    {
        final TestClient client = open(5);

        client.sendConnect("x".repeat(1025), true, c -> {});

        assertEquals(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, client.awaitEnd());
    }

    @Test
    @Tag("MQTT-3.1.2-2")
    void shouldTellAnUnknownVersionWhatIsWrong()
    {
        final TestClient client = open(5);

        client.sendHex("100e 0004 4d515454 06 02 003c 00 0001 61");

        assertEquals(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, client.awaitEnd());
    }

    @Test
    @Tag("MQTT-3.1.2-2")
    void shouldTellAnUnknownOldVersionWhatIsWrong()
    {
        final TestClient client = open(4);

        client.sendHex("100d 0004 4d515454 02 02 003c 0001 61");

        assertEquals(UNACCEPTABLE_PROTOCOL_VERSION, client.awaitEnd());
    }

    @Test
    void shouldTellClientsOfMqtt5WhatTheBrokerOffers()
    {
        final Packet connack = connect("a").connack();

        assertEquals(1024, connack.number(PropertyId.RECEIVE_MAXIMUM));
        assertEquals(2, connack.number(PropertyId.MAXIMUM_QOS));
        assertEquals(1, connack.number(PropertyId.RETAIN_AVAILABLE));
        assertEquals(1 << 20, connack.number(PropertyId.MAXIMUM_PACKET_SIZE));
        assertEquals(16, connack.number(PropertyId.TOPIC_ALIAS_MAXIMUM));
        assertEquals(1, connack.number(PropertyId.WILDCARD_SUBSCRIPTION_AVAILABLE));
        assertEquals(1, connack.number(PropertyId.SUBSCRIPTION_IDENTIFIER_AVAILABLE));
        assertEquals(1, connack.number(PropertyId.SHARED_SUBSCRIPTION_AVAILABLE));
        assertEquals(-1, connack.number(PropertyId.SERVER_KEEP_ALIVE));
        assertEquals(-1, connack.number(PropertyId.SESSION_EXPIRY_INTERVAL));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    @Tag("MQTT-3.1.4-6")
    void shouldDoWhatComesBehindConnectInTheSameBreath(final int version)
    {
        final TestClient client = open(version);
        final String topic = topic("t");

        client.sendConnect(id("a"), true, c -> {})
            .sendSubscribe(1, s -> s.filter(topic, 1))
            .sendPublish(topic, "at once", 1, 2);

        client.await(PacketType.CONNACK);
        client.await(PacketType.SUBACK);
        client.await(PacketType.PUBACK);
        client.take("at once");
    }

    @Test
    void shouldTakeAConnectByteByByte()
    {
        final TestClient client = open(5);

        for (final byte single : Bytes.hex("100e 0004 4d515454 05 02 003c 00 0001 61"))
        {
            client.sendRaw(new byte[] {single});
        }

        assertEquals(ReasonCode.SUCCESS, client.await(PacketType.CONNACK).reasonCode());
    }

    @Test
    @Tag("MQTT-3.1.4-1")
    void shouldNotWaitForeverForAConnect()
    {
        final TestClient silent = open(5);
        final TestClient half = open(5);
        half.sendHex("100e 0004 4d51");

        assertEquals(TestClient.CLOSED, silent.awaitEnd());
        assertEquals(TestClient.CLOSED, half.awaitEnd());
    }

    @Test
    void shouldCountWhoConnects()
    {
        final long before = counted(Counter.CONNECTS_ACCEPTED);

        connect("a");

        await("counted", () -> counted(Counter.CONNECTS_ACCEPTED) == before + 1);
    }

    @Test
    @Tag("MQTT-3.14.4-1")
    void shouldCloseTheConnectionAfterDisconnect()
    {
        connect("a").disconnect();
    }
}
