package io.maxmq.server.protocol;

import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Subscription identifiers and options, and UNSUBSCRIBE (sections 3.8 to 3.11).
 */
final class SubscriptionTest extends ProtocolTest
{
    private static final List<Integer> NO_IDS = List.of();

    private TestClient subscriber(final boolean persistent)
    {
        return persistent ? connectPersistent("sub") : connect("sub");
    }

    // ---- identifiers

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("MQTT-3.3.4-3")
    @Tag("MQTT-3.3.4-4")
    void shouldSendAllIdentifiersThatMatchInOneDelivery(final boolean persistent)
    {
        final TestClient subscriber = subscriber(persistent);
        subscriber.subscribe(s -> s.subscriptionId(1).filter(topic("t"), 0));
        subscriber.subscribe(s -> s.subscriptionId(268_435_455).filter(topic("+"), 2));
        subscriber.subscribe(s -> s.filter(topic("#"), 1));
        final TestClient publisher = connect("pub");

        publisher.publish(topic("t"), "all", 2);
        final Packet all = subscriber.take("all");
        assertEquals(List.of(1, 268_435_455), all.subscriptionIds());
        assertEquals(2, all.qos());
        publisher.publish(topic("u"), "one", 2);
        assertEquals(List.of(268_435_455), subscriber.take("one").subscriptionIds());
        publisher.publish(topic("u/v"), "none", 2);
        assertEquals(NO_IDS, subscriber.take("none").subscriptionIds());
    }

    @Test
    void shouldGiveOneIdentifierToAllFiltersOfAPacket()
    {
        final TestClient subscriber = connect("sub");
        subscriber.subscribe(s -> s.subscriptionId(7).filter(topic("a"), 0).filter(topic("b"), 0));
        final TestClient publisher = connect("pub");

        publisher.publish(topic("a"), "1", 1);
        assertEquals(List.of(7), subscriber.take("1").subscriptionIds());
        publisher.publish(topic("b"), "2", 1);
        assertEquals(List.of(7), subscriber.take("2").subscriptionIds());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("MQTT-3.8.4-3")
    void shouldReplaceASubscriptionWithItsOptionsAndIdentifier(final boolean persistent)
    {
        final TestClient subscriber = subscriber(persistent);
        final TestClient publisher = connect("pub");
        subscriber.subscribe(s -> s.subscriptionId(7).filter(topic("t"), 0));
        subscriber.subscribe(s -> s.subscriptionId(8).filter(topic("t"), 2));
        publisher.publish(topic("t"), "1", 2);
        subscriber.subscribe(topic("t"), 1);
        publisher.publish(topic("t"), "2", 2);

        final Packet first = subscriber.take("1");
        assertEquals(List.of(8), first.subscriptionIds());
        assertEquals(2, first.qos());
        final Packet second = subscriber.take("2");
        assertEquals(NO_IDS, second.subscriptionIds());
        assertEquals(1, second.qos());
    }

    @Test
    void shouldRememberIdentifiersOfAPersistentSession()
    {
        final TestClient first = connectPersistent("sub");
        first.subscribe(s -> s.subscriptionId(7).filter(topic("t"), 1));
        first.disconnect();
        connect("pub").publish(topic("t"), "m", 1);

        assertEquals(List.of(7), connectPersistent("sub").take("m").subscriptionIds());
    }

    @Test
    void shouldSendIdentifiersWithRetainedAndSharedMessages()
    {
        final TestClient publisher = connect("pub");
        publisher.publishRetained(topic("kept"), "kept", 1);
        final TestClient subscriber = connect("sub");

        subscriber.subscribe(s -> s.subscriptionId(3).filter(topic("kept"), 1));
        assertEquals(List.of(3), subscriber.take("kept").subscriptionIds());
        subscriber.subscribe(s -> s.subscriptionId(4).filter("$share/g/" + topic("t"), 1));
        publisher.publish(topic("t"), "shared", 1);

        assertEquals(List.of(4), subscriber.take("shared").subscriptionIds());
    }

    // ---- options

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("MQTT-3.8.3-3")
    void shouldNotSendAClientItsOwnMessagesWhereItSaysSo(final boolean persistent)
    {
        final TestClient subscriber = subscriber(persistent);
        subscriber.subscribe(s -> s.filter(topic("t"), 1, true, false, 0));

        for (int qos = 0; qos <= 2; qos++)
        {
            subscriber.publish(topic("t"), "own", qos);
        }
        connect("other").publish(topic("t"), "foreign", 1);

        subscriber.take("foreign");
    }

    @Test
    void shouldSendAClientItsOwnMessagesOtherwise()
    {
        final TestClient client = connect("a").subscribe(topic("t"), 1);

        client.publish(topic("t"), "own", 1);

        client.take("own");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("MQTT-3.3.1-13")
    void shouldKeepTheRetainFlagWhereTheSubscriptionSaysSo(final boolean persistent)
    {
        final TestClient subscriber = subscriber(persistent);
        subscriber.subscribe(s -> s.filter(topic("t"), 1, false, true, 0));
        final TestClient publisher = connect("pub");

        publisher.publishRetained(topic("t"), "retained", 1);
        publisher.publish(topic("t"), "not", 1);

        assertTrue(subscriber.take("retained").retain());
        assertFalse(subscriber.take("not").retain());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("MQTT-3.3.1-10")
    @Tag("MQTT-3.3.1-11")
    void shouldSendRetainedMessagesAsRetainHandlingSays(final boolean persistent)
    {
        final TestClient publisher = connect("pub");
        publisher.publishRetained(topic("t"), "kept", 1);
        final TestClient subscriber = subscriber(persistent);

        subscriber.subscribe(s -> s.filter(topic("t"), 1, false, false, 2));
        publisher.publish(topic("t"), "after never", 1);
        subscriber.take("after never");

        subscriber.subscribe(s -> s.filter(topic("t"), 1, false, false, 1));
        publisher.publish(topic("t"), "after not new", 1);
        subscriber.take("after not new");

        subscriber.unsubscribe(topic("t"));
        subscriber.subscribe(s -> s.filter(topic("t"), 1, false, false, 1));
        subscriber.take("kept");

        subscriber.subscribe(s -> s.filter(topic("t"), 1, false, false, 0));
        subscriber.take("kept");
    }

    // ---- SUBACK and UNSUBACK

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    @Tag("MQTT-3.9.3-1")
    @Tag("MQTT-3.8.4-6")
    void shouldAnswerEveryFilterInOrder(final int version)
    {
        final TestClient client = connect(version, "a");

        final Packet suback = client.subscribe(s -> s.filter(topic("a"), 2).filter(topic("b/#"), 0).filter("+/c", 1));

        assertEquals(List.of(2, 0, 1), suback.codes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("MQTT-3.11.3-1")
    @Tag("MQTT-3.10.4-5")
    void shouldSayWhichFiltersWereUnsubscribed(final boolean persistent)
    {
        final TestClient client = subscriber(persistent).subscribe(topic("a"), 1).subscribe(topic("b/#"), 1);

        final Packet unsuback = client.unsubscribe(topic("a"), topic("unknown"), topic("b/#"), topic("a"));

        final int none = ReasonCode.NO_SUBSCRIPTION_EXISTED;
        assertEquals(List.of(0, none, 0, none), unsuback.codes());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    @Tag("MQTT-3.10.4-2")
    @Tag("MQTT-3.10.4-4")
    void shouldSendNothingAfterUnsubscribe(final int version)
    {
        final TestClient subscriber = connect(version, "sub").subscribe(topic("a"), 1).subscribe(topic("b"), 1);
        subscriber.unsubscribe(topic("a"));
        final TestClient publisher = connect("pub");

        assertEquals(ReasonCode.NO_MATCHING_SUBSCRIBERS, publisher.publish(topic("a"), "no", 1).reasonCode());
        publisher.publish(topic("b"), "yes", 1);

        subscriber.take("yes");
    }

    @Test
    @Tag("MQTT-3.10.4-1")
    void shouldCompareFiltersByTheirCharacters()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("+"), 1);

        assertEquals(List.of(ReasonCode.NO_SUBSCRIPTION_EXISTED), subscriber.unsubscribe(topic("a")).codes());

        connect("pub").publish(topic("a"), "m", 1);
        subscriber.take("m");
    }

    @Test
    @Tag("MQTT-3.10.4-3")
    void shouldFinishDeliveriesThatWereBegunBeforeUnsubscribe()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 2);
        connect("pub").publish(topic("t"), "m", 2);
        final Packet message = subscriber.message();

        subscriber.unsubscribe(topic("t"));

        subscriber.sendAck(PacketType.PUBREC, message.packetId());
        assertEquals(message.packetId(),
            subscriber.await(PacketType.PUBREL).packetId());
    }

    /** Mosquitto's bridges set the high bit of the protocol level; without this they would send messages in circles. */
    @Test
    void shouldTreatABridgeAsOne()
    {
        final TestClient bridge = connect(MqttVersion.V3_1_1, "bridge", true, ConnectEncoder::bridge);
        bridge.subscribe(topic("#"), 0);
        final TestClient other = connect("other");

        bridge.sendPublish(0, false, false, 0, p -> p.topic(topic("t")).payload(Bytes.utf8("own")));
        other.sendPublish(0, false, true, 0, p -> p.topic(topic("t")).payload(Bytes.utf8("foreign")));

        final Packet message = bridge.take();
        assertEquals("foreign", message.text());
        assertTrue(message.retain(), "as it was published");
    }
}
