package io.maxmq.server.protocol;

import io.maxmq.transport.codec.PropertyId;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * A broker that is configured to offer little says so in CONNACK (section 3.2.2.3), and holds its clients to it.
 */
final class CapabilitiesTest extends ProtocolTest
{
    @Override
    String[] settings()
    {
        return new String[] {
            "mqtt.max-qos=1",
            "mqtt.retain-available=false",
            "mqtt.wildcard-subscription-available=false",
            "mqtt.subscription-identifier-available=false",
            "mqtt.shared-subscription-available=false",
            "mqtt.topic-alias-maximum=0",
            "mqtt.max-topic-levels=5",
            "mqtt.max-topic-length=100 B",
            "mqtt.max-client-id-length=23 B",
            "mqtt.allow-empty-client-id=false",
            "mqtt.max-session-expiry=0 s",
            "limits.subscriptions-per-session=2"};
    }

    @Test
    @Tag("MQTT-3.2.2-9")
    void shouldTellClientsWhatIsNotThere()
    {
        final Packet connack = connect("a").connack();

        assertEquals(1, connack.number(PropertyId.MAXIMUM_QOS));
        assertEquals(0, connack.number(PropertyId.RETAIN_AVAILABLE));
        assertEquals(0, connack.number(PropertyId.WILDCARD_SUBSCRIPTION_AVAILABLE));
        assertEquals(0, connack.number(PropertyId.SUBSCRIPTION_IDENTIFIER_AVAILABLE));
        assertEquals(0, connack.number(PropertyId.SHARED_SUBSCRIPTION_AVAILABLE));
        assertEquals(0, connack.number(PropertyId.TOPIC_ALIAS_MAXIMUM));
    }

    @ParameterizedTest
    @CsvSource({"3,-1", "4,-1", "5,155"})
    @Tag("MQTT-3.2.2-11")
    void shouldEndAConnectionThatPublishesAtAHigherQos(final int version, final int reason)
    {
        final TestClient client = connect(version, "a");

        client.sendPublish(topic("t"), "m", 2, 1);

        assertEquals(reason, client.awaitEnd());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    @Tag("MQTT-3.2.2-10")
    void shouldGrantNoMoreThanTheHighestQos(final int version)
    {
        assertEquals(List.of(1), connect(version, "a").subscribe(s -> s.filter(topic("t"), 2)).codes());
    }

    @Test
    @Tag("MQTT-3.2.2-12")
    void shouldRefuseAWillOfAHigherQos()
    {
        final TestClient client = open(5);

        client.sendConnect(id("a"), true, c -> c.will(topic("t"), Bytes.utf8("m"), 2, false));

        assertEquals(ReasonCode.QOS_NOT_SUPPORTED, client.awaitEnd());
    }

    @ParameterizedTest
    @CsvSource({"4,-1", "5,154"})
    @Tag("MQTT-3.2.2-14")
    void shouldEndAConnectionThatRetains(final int version, final int reason)
    {
        final TestClient client = connect(version, "a");

        client.sendPublish(0, false, true, 0, p -> p.topic(topic("t")));

        assertEquals(reason, client.awaitEnd());
    }

    @Test
    @Tag("MQTT-3.2.2-13")
    void shouldRefuseAWillThatIsToBeRetained()
    {
        final TestClient client = open(5);

        client.sendConnect(id("a"), true, c -> c.will(topic("t"), Bytes.utf8("m"), 0, true));

        assertEquals(ReasonCode.RETAIN_NOT_SUPPORTED, client.awaitEnd());
    }

    @Test
    void shouldRefuseWildcards()
    {
        assertEquals(List.of(ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED, 1),
            connect(5, "a").subscribe(s -> s.filter(topic("#"), 1).filter(topic("t"), 1)).codes());
        assertEquals(List.of(0x80, 1),
            connect(4, "b").subscribe(s -> s.filter(topic("+"), 1).filter(topic("t"), 1)).codes());
    }

    @Test
    void shouldRefuseSharedSubscriptions()
    {
        assertEquals(List.of(ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED),
            connect(5, "a").subscribe(s -> s.filter("$share/g/" + topic("t"), 1)).codes());
        assertEquals(List.of(0x80),
            connect(4, "b").subscribe(s -> s.filter("$share/g/" + topic("t"), 1)).codes());
    }

    @Test
    void shouldEndAConnectionThatUsesSubscriptionIdentifiers()
    {
        final TestClient client = connect("a");

        client.sendSubscribe(1, s -> s.subscriptionId(1).filter(topic("t"), 0));

        assertEquals(ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED, client.awaitEnd());
    }

    @Test
    void shouldEndAConnectionThatUsesAliases()
    {
        final TestClient client = connect("a");

        client.sendPublish(0, false, false, 0, p -> p.topic(topic("t")).topicAlias(1));

        assertEquals(ReasonCode.TOPIC_ALIAS_INVALID, client.awaitEnd());
    }

    @Test
    void shouldLimitTopics()
    {
        for (final String topic : List.of("1/2/3/4/5/6", "x".repeat(101)))
        {
            final TestClient client = connect("a");
            client.sendPublish(topic, "m", 0, 0);
            assertEquals(ReasonCode.TOPIC_NAME_INVALID, client.awaitEnd());
        }
        connect("a").publish("1/2/3/4/5", "m", 1);
        connect("a").publish("x".repeat(100), "m", 1);
    }

    @Test
    void shouldLimitFilters()
    {
        final int invalid = ReasonCode.TOPIC_FILTER_INVALID;

        assertEquals(List.of(invalid, invalid, 0), connect("a").subscribe(
            s -> s.filter("1/2/3/4/5/6", 0).filter("x".repeat(101), 0).filter("1/2/3/4/5", 0)).codes());
    }

    @Test
    void shouldLimitTheTopicOfAWill()
    {
        final TestClient client = open(5);

        client.sendConnect(id("a"), true, c -> c.will("1/2/3/4/5/6", Bytes.utf8("m"), 0, false));

        assertEquals(ReasonCode.TOPIC_NAME_INVALID, client.awaitEnd());
    }

    @Test
    void shouldLimitClientIds()
    {
        for (final String id : List.of("x".repeat(24), ""))
        {
            final TestClient client = open(5);
            client.sendConnect(id, true, c -> {});
            assertEquals(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, client.awaitEnd());
        }
    }

    /** One that is named twice is one subscription. */
    @Test
    void shouldCountSubscriptionsAndNotFilters()
    {
        final TestClient client = connect("a");

        assertEquals(List.of(0, 0, 0, 0, ReasonCode.QUOTA_EXCEEDED), client.subscribe(
            s -> s.filter(topic("a"), 0).filter(topic("a"), 0).filter(topic("b"), 0).filter(topic("a"), 0)
                .filter(topic("c"), 0)).codes());
    }

    @Test
    void shouldLimitSubscriptions()
    {
        final TestClient client = connect("a");

        assertEquals(List.of(0, 0, ReasonCode.QUOTA_EXCEEDED), client.subscribe(
            s -> s.filter(topic("a"), 0).filter(topic("b"), 0).filter(topic("c"), 0)).codes());
        client.subscribe(topic("a"), 1);
        client.unsubscribe(topic("b"));
        client.subscribe(topic("c"), 1);
    }

    @Test
    void shouldKeepNoSessionWhereNoneMayLast()
    {
        final TestClient client = connectPersistent("a");
        assertEquals(0, client.connack().number(PropertyId.SESSION_EXPIRY_INTERVAL));
        client.subscribe(topic("t"), 1).disconnect();

        assertEquals(false, connectPersistent("a").connack().sessionPresent());
    }
}
