package io.maxmq.server.protocol;

import io.maxmq.core.counter.Counter;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PropertyId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Message expiry (section 3.3.2.3.3): what has waited too long is not sent, what is sent says how long it still lives.
 */
final class MessageExpiryTest extends ProtocolTest
{
    private static final long MORE_THAN_ONE_SECOND_MS = 1_200;

    private void publish(
        final TestClient publisher, final String payload, final int expirySeconds, final boolean retain)
    {
        publisher.publish(1, retain,
            p -> p.topic(topic("t")).payload(Bytes.utf8(payload)).messageExpirySeconds(expirySeconds));
    }

    private static void assertBetween(final long low, final long high, final Packet message)
    {
        final long expiry = message.number(PropertyId.MESSAGE_EXPIRY_INTERVAL);
        assertTrue(expiry >= low && expiry <= high, () -> "expiry " + expiry);
    }

    @Test
    void shouldPassTheIntervalOn()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 1);
        final TestClient publisher = connect("pub");

        publish(publisher, "with", 500, false);
        publisher.publish(topic("t"), "without", 1);

        assertBetween(480, 500, subscriber.take("with"));
        assertEquals(-1, subscriber.take("without").number(PropertyId.MESSAGE_EXPIRY_INTERVAL));
    }

    @Test
    @Tag("MQTT-3.3.2-6")
    void shouldCountDownWhileAMessageWaits()
    {
        connectPersistent("sub").subscribe(topic("t"), 1).disconnect();
        publish(connect("pub"), "m", 500, false);
        letPass(MORE_THAN_ONE_SECOND_MS);

        assertBetween(400, 499, connectPersistent("sub").take("m"));
    }

    @Test
    @Tag("MQTT-3.3.2-5")
    void shouldNotSendWhatHasExpiredWhileTheClientWasAway()
    {
        connectPersistent("sub").subscribe(topic("t"), 1).disconnect();
        final TestClient publisher = connect("pub");
        publish(publisher, "expired", 1, false);
        publish(publisher, "alive", 500, false);
        final long before = counted(Counter.DROPPED_EXPIRED);
        letPass(MORE_THAN_ONE_SECOND_MS);

        connectPersistent("sub").take("alive");

        await("counted", () -> counted(Counter.DROPPED_EXPIRED) == before + 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotSendWhatHasExpiredWhileTheWindowWasFull(final boolean persistent)
    {
        final TestClient subscriber = connect("sub",
            c -> c.receiveMaximum(1).sessionExpirySeconds(persistent ? 3600 : 0)).subscribe(topic("t"), 1);
        final TestClient publisher = connect("pub");
        publisher.publish(topic("t"), "fills the window", 1);
        final Packet first = subscriber.message();
        publish(publisher, "expired", 1, false);
        publish(publisher, "alive", 500, false);
        letPass(MORE_THAN_ONE_SECOND_MS);

        subscriber.sendAck(PacketType.PUBACK, first.packetId());

        subscriber.take("alive");
    }

    @Test
    void shouldSendAgainWhatWasSentBeforeItExpired()
    {
        final TestClient first = connectPersistent("sub").subscribe(topic("t"), 1);
        publish(connect("pub"), "sent", 1, false);
        first.message();
        first.close();
        letPass(MORE_THAN_ONE_SECOND_MS);

        assertTrue(connectPersistent("sub").take("sent").dup());
    }

    @Test
    void shouldCountDownRetainedMessages()
    {
        publish(connect("pub"), "kept", 500, true);
        letPass(MORE_THAN_ONE_SECOND_MS);

        assertBetween(400, 499, connect("sub").subscribe(topic("t"), 1).take("kept"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotSendRetainedMessagesThatHaveExpired(final boolean persistent)
    {
        final TestClient publisher = connect("pub");
        publish(publisher, "kept", 1, true);
        letPass(MORE_THAN_ONE_SECOND_MS);
        final TestClient subscriber = persistent ? connectPersistent("sub") : connect("sub");

        subscriber.subscribe(topic("t"), 1);
        publisher.publish(topic("t"), "live", 1);

        subscriber.take("live");
    }

    @Test
    void shouldHoldMessagesForOldClientsToTheirExpiryToo()
    {
        connectPersistent(4, "sub").subscribe(topic("t"), 1).disconnect();
        final TestClient publisher = connect("pub");
        publish(publisher, "expired", 1, false);
        publish(publisher, "alive", 500, false);
        letPass(MORE_THAN_ONE_SECOND_MS);

        connectPersistent(4, "sub").take("alive");
    }
}
