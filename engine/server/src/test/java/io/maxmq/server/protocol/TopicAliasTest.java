package io.maxmq.server.protocol;

import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PropertyId;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.Violation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Topic aliases in both directions (section 3.3.2.3.4).
 */
final class TopicAliasTest extends ProtocolTest
{
    @Override
    String[] settings()
    {
        return new String[] {"mqtt.topic-alias-maximum=4", "mqtt.outbound-topic-alias-maximum=2"};
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldTakeAnAliasForTheTopicItWasSetFor(final int qos)
    {
        final TestClient subscriber = connect("sub").subscribe(topic("+"), 2);
        final TestClient publisher = connect("pub");

        publisher.publish(qos, false, p -> p.topic(topic("a")).topicAlias(1).payload(Bytes.utf8("1")));
        assertEquals(topic("a"), subscriber.take("1").topic());
        publisher.publish(qos, false, p -> p.topic(topic("b")).topicAlias(4).payload(Bytes.utf8("2")));
        assertEquals(topic("b"), subscriber.take("2").topic());
        publisher.publish(qos, false, p -> p.topic("").topicAlias(1).payload(Bytes.utf8("3")));
        assertEquals(topic("a"), subscriber.take("3").topic());
        publisher.publish(qos, false, p -> p.topic("").topicAlias(4).payload(Bytes.utf8("4")));
        assertEquals(topic("b"), subscriber.take("4").topic());
    }

    @Test
    void shouldTakeAnAliasThatIsSetAnew()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("+"), 0);
        final TestClient publisher = connect("pub");

        publisher.publish(0, false, p -> p.topic(topic("a")).topicAlias(1).payload(Bytes.utf8("1")));
        subscriber.take("1");
        publisher.publish(0, false, p -> p.topic(topic("bb")).topicAlias(1).payload(Bytes.utf8("2")));
        publisher.publish(1, false, p -> p.topic("").topicAlias(1).payload(Bytes.utf8("3")));

        subscriber.take("2");
        assertEquals(topic("bb"), subscriber.take("3").topic());
    }

    @Test
    @Tag("MQTT-3.3.2-7")
    void shouldForgetAliasesWithTheConnection()
    {
        final TestClient first = connectPersistent("pub");
        first.publish(1, false, p -> p.topic(topic("a")).topicAlias(1).payload(Bytes.utf8("1")));
        first.close();
        final TestClient second = connectPersistent("pub");

        second.sendPublish(1, false, false, 9, p -> p.topic("").topicAlias(1));

        assertEquals(ReasonCode.PROTOCOL_ERROR, second.awaitEnd());
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 65_535})
    @Tag("MQTT-3.3.2-9")
    void shouldRefuseAliasesAboveTheMaximum(final int alias)
    {
        final TestClient client = connect("a");
        final long before = counted(Violation.TOPIC_ALIAS_INVALID);

        client.sendPublish(0, false, false, 0, p -> p.topic(topic("t")).topicAlias(alias));

        assertEquals(ReasonCode.TOPIC_ALIAS_INVALID, client.awaitEnd());
        assertEquals(before + 1, counted(Violation.TOPIC_ALIAS_INVALID));
    }

    @Test
    void shouldRefuseAnAliasThatWasNotSet()
    {
        final TestClient client = connect("a");

        client.sendPublish(0, false, false, 0, p -> p.topic("").topicAlias(2));

        assertEquals(ReasonCode.PROTOCOL_ERROR, client.awaitEnd());
    }

    @Test
    @Tag("MQTT-3.3.2-8")
    void shouldRefuseTheAliasZero()
    {
        final TestClient client = connect("a");

        client.sendHex("3008 0001 61 03 230000 6d");

        assertEquals(ReasonCode.TOPIC_ALIAS_INVALID, client.awaitEnd());
    }

    @Test
    @Tag("MQTT-3.1.2-26")
    void shouldSendATopicOnceAndThenItsAlias()
    {
        final TestClient subscriber =
            connect("sub", c -> c.topicAliasMaximum(10)).subscribe(topic("+"), 1);
        final TestClient publisher = connect("pub");

        assertAliased(send(publisher, subscriber, "a"), topic("a"), 1);
        assertAliased(send(publisher, subscriber, "b"), topic("b"), 2);
        assertAliased(send(publisher, subscriber, "c"), topic("c"), 0);
        assertAliased(send(publisher, subscriber, "a"), "", 1);
        assertAliased(send(publisher, subscriber, "b"), "", 2);
        assertAliased(send(publisher, subscriber, "c"), topic("c"), 0);
    }

    private Packet send(final TestClient publisher, final TestClient subscriber, final String name)
    {
        publisher.publish(topic(name), name, 1);
        return subscriber.take(name);
    }

    private static void assertAliased(final Packet message, final String topic, final int alias)
    {
        assertEquals(topic, message.topic());
        assertEquals(alias, message.number(PropertyId.TOPIC_ALIAS));
    }

    @Test
    @Tag("MQTT-3.1.2-27")
    void shouldUseNoMoreAliasesThanTheClientAllows()
    {
        final TestClient one = connect("one", c -> c.topicAliasMaximum(1)).subscribe(topic("+"), 1);
        final TestClient publisher = connect("pub");

        assertAliased(send(publisher, one, "a"), topic("a"), 1);
        assertAliased(send(publisher, one, "b"), topic("b"), 0);
        assertAliased(send(publisher, one, "a"), "", 1);
        one.close();
        final TestClient none = connect("none").subscribe(topic("+"), 1);
        assertAliased(send(publisher, none, "a"), topic("a"), 0);
        assertAliased(send(publisher, none, "a"), topic("a"), 0);
    }

    @Test
    void shouldSendTopicsAnewOnANewConnection()
    {
        final TestClient publisher = connect("pub");
        final TestClient first = connect("sub", c -> c.topicAliasMaximum(1).sessionExpirySeconds(3600));
        first.subscribe(topic("t"), 1);
        publisher.publish(topic("t"), "1", 1);
        publisher.publish(topic("t"), "2", 1);
        first.take("1");
        assertAliased(first.message(), "", 1);
        first.close();

        final TestClient second =
            connect(5, "sub", false, c -> c.topicAliasMaximum(1).sessionExpirySeconds(3600));

        assertAliased(second.take("2"), topic("t"), 1);
    }

    @Test
    void shouldNeverPassOnTheAliasOfThePublisher()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 1);

        connect("pub").publish(1, false, p -> p.topic(topic("t")).topicAlias(3));

        assertAliased(subscriber.message(), topic("t"), 0);
    }

    @Test
    void shouldKeepAPublishWithAnAliasInOrderWithThoseWithout()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 1);
        final TestClient publisher = connect("pub");
        publisher.sendPublish(1, false, false, 1, p -> p.topic(topic("t")).topicAlias(1).payload(Bytes.utf8("0")));
        for (int i = 1; i < 40; i++)
        {
            final byte[] payload = Bytes.utf8(Integer.toString(i));
            final String topic = i % 2 == 0 ? topic("t") : "";
            publisher.sendPublish(1, false, false, i + 1,
                p -> p.topic(topic).topicAlias(topic.isEmpty() ? 1 : 0).payload(payload));
        }
        for (int i = 0; i < 40; i++)
        {
            subscriber.take(Integer.toString(i));
            publisher.await(PacketType.PUBACK);
        }
    }
}
