package io.maxmq.server.protocol;

import io.maxmq.core.counter.Counter;
import io.maxmq.transport.codec.PropertyId;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.Violation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Maximum packet size in both directions (sections 3.1.2.11.4 and 3.2.2.3.6).
 */
final class PacketSizeTest extends ProtocolTest
{
    private static final int LIMIT = 2_048;

    @Override
    String[] settings()
    {
        return new String[] {"mqtt.max-packet-size=2 KiB", "connect.max-bytes=1 KiB"};
    }

    @Test
    void shouldTellTheLimit()
    {
        assertEquals(LIMIT, connect("a").connack().number(PropertyId.MAXIMUM_PACKET_SIZE));
    }

    /** A PUBLISH of exactly this many bytes. */
    private byte[] payloadFor(final int packetLength, final int version)
    {
        final int header = 3 + 2 + topic("t").length() + 2 + (version == 5 ? 1 : 0);
        return new byte[packetLength - header];
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void shouldTakeAPacketAsLargeAsTheLimit(final int version)
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 1);
        final byte[] payload = payloadFor(LIMIT, version);

        connect(version, "pub").publish(1, false, p -> p.topic(topic("t")).payload(payload));

        assertEquals(payload.length, subscriber.take().payloadLength());
    }

    @ParameterizedTest
    @CsvSource({"3,-1", "4,-1", "5,149"})
    @Tag("MQTT-3.2.2-15")
    void shouldEndAConnectionThatSendsALargerOne(final int version, final int reason)
    {
        final TestClient publisher = connect(version, "pub");
        final long before = counted(Violation.PACKET_TOO_LARGE);
        final byte[] payload = payloadFor(LIMIT + 1, version);

        publisher.sendPublish(1, false, false, 1, p -> p.topic(topic("t")).payload(payload));

        assertEquals(reason, publisher.awaitEnd());
        assertEquals(before + 1, counted(Violation.PACKET_TOO_LARGE));
    }

    @Test
    void shouldNotWaitForTheBytesOfAPacketThatIsTooLarge()
    {
        final TestClient publisher = connect("pub");

        publisher.sendHex("30ffffff7f");

        assertEquals(ReasonCode.PACKET_TOO_LARGE, publisher.awaitEnd());
    }

    @Test
    void shouldRefuseAConnectThatIsTooLarge()
    {
        final TestClient client = open(5);

        client.sendConnect(id("a"), true, c -> c.userProperty("k", "x".repeat(1_100)));

        final int end = client.awaitEnd();
        assertEquals(true, end == ReasonCode.PACKET_TOO_LARGE || end == TestClient.CLOSED, () -> "end " + end);
    }

    @ParameterizedTest
    @CsvSource({"0,false", "1,false", "2,false", "1,true", "2,true"})
    @Tag("MQTT-3.1.2-24")
    @Tag("MQTT-3.1.2-25")
    void shouldSkipAMessageThatIsTooLargeForOneSubscriber(final int qos, final boolean persistent)
    {
        final TestClient small = connect("small",
            c -> c.maximumPacketSize(100).sessionExpirySeconds(persistent ? 3600 : 0)).subscribe(topic("t"), 2);
        final TestClient large = connect("large").subscribe(topic("t"), 2);
        final TestClient publisher = connect("pub");
        final long before = counted(Counter.DROPPED_TOO_LARGE);

        publisher.publish(qos, false, p -> p.topic(topic("t")).payload(new byte[101]));
        publisher.publish(topic("t"), "small", qos);

        small.take("small");
        assertEquals(101, large.take().payloadLength());
        large.take("small");
        assertEquals(before + 1, counted(Counter.DROPPED_TOO_LARGE));
    }

    @Test
    void shouldCountEveryByteOfThePacket()
    {
        final byte[] payload = new byte[50];
        final int exact = 2 + 2 + topic("t").length() + 2 + 1 + payload.length;
        final TestClient fits = connect("fits", c -> c.maximumPacketSize(exact)).subscribe(topic("t"), 1);
        final TestClient not = connect("not", c -> c.maximumPacketSize(exact - 1)).subscribe(topic("t"), 1);
        final TestClient publisher = connect("pub");

        publisher.publish(1, false, p -> p.topic(topic("t")).payload(payload));
        publisher.publish(topic("t"), "end", 1);

        assertEquals(50, fits.take().payloadLength());
        fits.take("end");
        not.take("end");
    }

    /** Not only messages: a client gets no packet that is larger than it takes, and hears why if that is not too large. */
    @Test
    @Tag("MQTT-3.1.2-24")
    void shouldRefuseAClientThatCannotTakeItsConnack()
    {
        final TestClient watcher = connect("watcher").subscribe(topic("will"), 1);
        final long sessions = counted(Counter.SESSIONS);
        for (final int expirySeconds : new int[] {0, 1})
        {
            final TestClient client = open(5);
            client.sendConnect(id("a"), true, c -> c.maximumPacketSize(5).sessionExpirySeconds(expirySeconds)
                .will(topic("will"), Bytes.utf8("gone"), 1, false));
            assertEquals(ReasonCode.PACKET_TOO_LARGE, client.awaitEnd());
        }
        final TestClient tiny = open(5);
        tiny.sendConnect(id("a"), true, c -> c.maximumPacketSize(1));

        assertEquals(TestClient.CLOSED, tiny.awaitEnd());
        await("no session stays", () -> counted(Counter.SESSIONS) == sessions);
        connect("pub").publish(topic("will"), "no will was published", 1);
        watcher.take("no will was published");
    }

    @Test
    @Tag("MQTT-3.1.2-24")
    void shouldEndAConnectionThatCannotTakeItsSuback()
    {
        final TestClient client = connect("a", c -> c.maximumPacketSize(60)).subscribe(topic("t"), 0);

        client.sendSubscribe(9, s -> IntStream.range(0, 60).forEach(i -> s.filter(topic("t" + i), 0)));

        assertEquals(ReasonCode.PACKET_TOO_LARGE, client.awaitEnd());
    }
}
