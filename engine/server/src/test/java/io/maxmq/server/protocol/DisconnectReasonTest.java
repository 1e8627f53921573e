package io.maxmq.server.protocol;

import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.spi.Authoriser;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.CountDownLatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * What a broker that stops tells its clients (section 3.14), and DISCONNECT packets of clients. Every other cause for
 * which the broker ends a connection has its test where the cause belongs.
 */
final class DisconnectReasonTest extends ProtocolTest
{
    private static final int RETURN_CODE_UNAVAILABLE = 3;

    @Test
    void shouldTellClientsThatItStops()
    {
        final Broker other = Broker.launch(
            BrokerConfig.with("workers=" + workers, "listener.tcp.port=0", "listener.tcp.bind=127.0.0.1"));
        try (TestClient five = new TestClient(other.boundPort(), 5).connect("five", true, c -> {});
            TestClient kept = new TestClient(other.boundPort(), 5)
                .connect("kept", true, c -> c.sessionExpirySeconds(60));
            TestClient four = new TestClient(other.boundPort(), 4).connect("four", true, c -> {}))
        {
            other.close();

            assertEquals(ReasonCode.SERVER_SHUTTING_DOWN, five.awaitEnd());
            assertEquals(ReasonCode.SERVER_SHUTTING_DOWN, kept.awaitEnd());
            assertEquals(TestClient.CLOSED, four.awaitEnd());
        }
    }

    /** CONNACK knows no "server shutting down", and DISCONNECT may not come before it. */
    @Test
    @Tag("MQTT-3.14.0-1")
    void shouldTellClientsThatWaitForConnackThatItStops()
    {
        final CountDownLatch asked = new CountDownLatch(2);
        final Broker other = Broker.launch(
            BrokerConfig.with("workers=" + workers, "listener.tcp.port=0", "listener.tcp.bind=127.0.0.1"),
            (client, password, method) -> (data, step) -> asked.countDown(), Authoriser.ALLOW_ALL);
        try (TestClient five = new TestClient(other.boundPort(), 5).sendConnect("five", true, c -> {});
            TestClient four = new TestClient(other.boundPort(), 4).sendConnect("four", true, c -> {});
            TestClient silent = new TestClient(other.boundPort(), 5))
        {
            await("both wait", () -> asked.getCount() == 0);
            other.close();

            assertEquals(ReasonCode.SERVER_UNAVAILABLE, five.awaitEnd());
            assertEquals(RETURN_CODE_UNAVAILABLE, four.awaitEnd());
            assertEquals(TestClient.CLOSED, silent.awaitEnd());
        }
    }

    @Test
    void shouldWriteWhatItOwesBeforeItStops()
    {
        final Broker other = Broker.launch(
            BrokerConfig.with("workers=" + workers, "listener.tcp.port=0", "listener.tcp.bind=127.0.0.1"));
        try (TestClient client = new TestClient(other.boundPort(), 5).connect("a", true, c -> {}))
        {
            client.subscribe("t", 1);
            for (int i = 0; i < 100; i++)
            {
                client.publish("t", "m" + i, 1);
            }
            other.close();

            for (int i = 0; i < 100; i++)
            {
                assertEquals("m" + i, client.await(PacketType.PUBLISH).text());
            }
            assertEquals(ReasonCode.SERVER_SHUTTING_DOWN, client.awaitEnd());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99})
    @Tag("MQTT-3.14.2-1")
    void shouldTakeEveryReasonThatAClientMayGive(final int reason)
    {
        connect("a").disconnect(reason, d -> d.reasonString("because").userProperty("k", "v"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x87, 0x89, 0x8B, 0x8E, 0x9A})
    @Tag("MQTT-3.14.2-1")
    void shouldRefuseReasonsThatAClientMayNotGive(final int reason)
    {
        final TestClient client = connect("a");

        client.sendDisconnect(reason, d -> {});

        assertEquals(ReasonCode.PROTOCOL_ERROR, client.awaitEnd());
    }

    @Test
    @Tag("MQTT-3.14.4-2")
    void shouldNotTakePacketsBehindDisconnect()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 1);
        final TestClient publisher = connect("pub");

        publisher.sendRaw(concat(Bytes.hex("e000"), publish(topic("t"))));
        assertEquals(TestClient.CLOSED, publisher.awaitEnd());
        connect("other").publish(topic("t"), "end", 1);

        subscriber.take("end");
    }

    private static byte[] publish(final String topic)
    {
        final byte[] name = Bytes.utf8(topic);
        final byte[] packet = new byte[5 + name.length];
        packet[0] = 0x30;
        packet[1] = (byte)(3 + name.length);
        packet[3] = (byte)name.length;
        System.arraycopy(name, 0, packet, 4, name.length);
        return packet;
    }

    private static byte[] concat(final byte[] first, final byte[] second)
    {
        final byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
