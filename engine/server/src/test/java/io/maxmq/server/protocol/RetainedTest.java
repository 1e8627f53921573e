package io.maxmq.server.protocol;

import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Set;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Retained messages (section 3.3.1.3).
 */
final class RetainedTest extends ProtocolTest
{
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    @Tag("MQTT-3.3.1-5")
    @Tag("MQTT-3.3.1-9")
    void shouldGiveTheLastRetainedMessageToANewSubscriber(final int version)
    {
        final TestClient publisher = connect(version, "pub");
        publisher.publishRetained(topic("t"), "old", 1);
        publisher.publishRetained(topic("t"), "new", 1);

        final Packet message = connect(version, "sub").subscribe(topic("t"), 1).take("new");

        assertTrue(message.retain());
        assertEquals(1, message.qos());
    }

    @Test
    void shouldGiveRetainedMessagesToPersistentSessions()
    {
        connect("pub").publishRetained(topic("a"), "kept", 2);

        final Packet message = connectPersistent("sub").subscribe(topic("+"), 2).take("kept");

        assertTrue(message.retain());
        assertEquals(2, message.qos());
    }

    @Test
    @Tag("MQTT-3.3.1-6")
    @Tag("MQTT-3.3.1-7")
    void shouldForgetWhenAnEmptyMessageIsRetained()
    {
        final TestClient publisher = connect("pub");
        final TestClient live = connect("live").subscribe(topic("t"), 1);
        publisher.publishRetained(topic("t"), "kept", 1);
        publisher.publishRetained(topic("t"), "", 1);
        live.take("kept");
        assertEquals(0, live.take().payloadLength());

        final TestClient subscriber = connect("sub").subscribe(topic("t"), 1);
        publisher.publish(topic("t"), "live", 1);

        subscriber.take("live");
    }

    @Test
    @Tag("MQTT-3.3.1-8")
    void shouldNotTouchTheRetainedMessageByOneThatIsNot()
    {
        final TestClient publisher = connect("pub");
        publisher.publishRetained(topic("t"), "kept", 0);
        publisher.publish(topic("t"), "passing", 1);

        connect("sub").subscribe(topic("t"), 0).take("kept");
    }

    @Test
    @Tag("MQTT-3.3.1-12")
    void shouldClearTheRetainFlagForThoseWhoWereSubscribedBefore()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 1);

        connect("pub").publishRetained(topic("t"), "m", 1);

        assertFalse(subscriber.take("m").retain());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindRetainedMessagesByWildcardsAtEveryOwner(final boolean persistent)
    {
        final TestClient publisher = connect("pub");
        final Set<String> expected = new TreeSet<>();
        for (int i = 0; i < 60; i++)
        {
            publisher.publishRetained(topic("room/" + i + "/temperature"), "m", i % 3);
            expected.add(topic("room/" + i + "/temperature"));
        }
        publisher.publishRetained(topic("room/1/light"), "other", 1);

        final TestClient subscriber = persistent ? connectPersistent("sub") : connect("sub");
        subscriber.subscribe(topic("room/+/temperature"), 1);
        final Set<String> got = new TreeSet<>();
        for (int i = 0; i < 60; i++)
        {
            got.add(subscriber.take("m").topic());
        }

        assertEquals(expected, got);
    }

    @Test
    void shouldFindTheRetainedMessageOfTheParentLevelByHash()
    {
        connect("pub").publishRetained(topic("parent"), "m", 1);

        connect("sub").subscribe(topic("parent/#"), 1).take("m");
    }

    @Test
    void shouldSendRetainedMessagesAgainWithEverySubscribe()
    {
        connect("pub").publishRetained(topic("t"), "m", 1);
        final TestClient subscriber = connect("sub");

        subscriber.subscribe(topic("t"), 1).take("m");
        subscriber.subscribe(topic("t"), 1).take("m");
    }

    @Test
    void shouldGrantNoMoreThanTheQosOfTheSubscription()
    {
        connect("pub").publishRetained(topic("t"), "m", 2);

        assertEquals(0, connect("sub").subscribe(topic("t"), 0).take("m").qos());
    }

    @Test
    void shouldSendMoreRetainedMessagesThanFitIntoTheReceiveMaximum()
    {
        final TestClient publisher = connect("pub");
        for (int i = 0; i < 20; i++)
        {
            publisher.publishRetained(topic("" + i), "m", 1);
        }
        final TestClient subscriber = connect("sub", c -> c.receiveMaximum(3));

        subscriber.subscribe(topic("+"), 1);

        for (int i = 0; i < 20; i++)
        {
            subscriber.take("m");
        }
    }

    @Test
    @Tag("MQTT-4.8.2-1")
    void shouldNotSendRetainedMessagesToSharedSubscriptions()
    {
        final TestClient publisher = connect("pub");
        publisher.publishRetained(topic("t"), "kept", 1);

        final TestClient subscriber = connect("sub").subscribe("$share/g/" + topic("t"), 1);
        assertEquals(ReasonCode.SUCCESS, publisher.publish(topic("t"), "live", 1).reasonCode());

        subscriber.take("live");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndOnTheNewestValueHoweverSubscribeAndPublishMeet(final boolean persistent)
    {
        final TestClient publisher = connect("pub");
        for (int round = 0; round < 20; round++)
        {
            final String topic = topic("t" + round);
            publisher.publishRetained(topic, "1", 1);
            final TestClient subscriber = persistent ? connectPersistent("s" + round) : connect("s" + round);

            publisher.sendPublish(1, false, true, 1000, p -> p.topic(topic).payload(Bytes.utf8("2")));
            subscriber.subscribe(topic, 1);

            String last = subscriber.take().text();
            while (!"2".equals(last))
            {
                last = subscriber.take().text();
            }
            publisher.await(PacketType.PUBACK);
            assertEquals(0, subscriber.ping().keptCount());
        }
    }
}
