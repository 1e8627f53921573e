package io.maxmq.server.protocol;

import io.maxmq.transport.codec.PropertyId;
import io.maxmq.transport.codec.PropertyWriter;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/**
 * What a publisher says about its message and a subscriber gets unaltered (section 3.3.2.3), and the payload format,
 * which this broker checks.
 */
final class MessagePropertiesTest extends ProtocolTest
{
    @Override
    String[] settings()
    {
        return new String[] {"mqtt.check-payload-format=true"};
    }

    private static PropertyWriter all()
    {
        final PropertyWriter properties = new PropertyWriter();
        properties.putUserProperty("b", "1");
        properties.putNumber(PropertyId.PAYLOAD_FORMAT_INDICATOR, 1);
        properties.putUserProperty("a", "2");
        properties.putString(PropertyId.CONTENT_TYPE, "text/pläin");
        properties.putString(PropertyId.RESPONSE_TOPIC, "answers/here");
        properties.putUserProperty("b", "3");
        properties.putString(PropertyId.CORRELATION_DATA, "question 1");
        properties.putUserProperty("", "");
        return properties;
    }

    private static void assertAll(final Packet message)
    {
        assertEquals(1, message.number(PropertyId.PAYLOAD_FORMAT_INDICATOR));
        assertEquals("text/pläin", message.string(PropertyId.CONTENT_TYPE));
        assertEquals("answers/here", message.string(PropertyId.RESPONSE_TOPIC));
        assertEquals("question 1", message.string(PropertyId.CORRELATION_DATA));
        assertEquals(List.of("b=1", "a=2", "b=3", "="), message.userProperties());
    }

    @ParameterizedTest
    @CsvSource({"0,false", "1,false", "2,false", "1,true", "2,true"})
    @Tag("MQTT-3.3.2-4")
    @Tag("MQTT-3.3.2-15")
    @Tag("MQTT-3.3.2-16")
    @Tag("MQTT-3.3.2-17")
    @Tag("MQTT-3.3.2-18")
    @Tag("MQTT-3.3.2-20")
    void shouldPassEveryPropertyOnInOrder(final int qos, final boolean persistent)
    {
        final TestClient subscriber = persistent ? connectPersistent("sub") : connect("sub");
        subscriber.subscribe(topic("t"), 2);

        connect("pub").publish(qos, false,
            p -> p.topic(topic("t")).forwardProperties(all()).payload(Bytes.utf8("m")));

        assertAll(subscriber.take("m"));
    }

    @Test
    void shouldKeepPropertiesOfRetainedAndQueuedMessages()
    {
        connectPersistent("away").subscribe(topic("t"), 1).disconnect();
        connect("pub").publish(1, true,
            p -> p.topic(topic("t")).forwardProperties(all()).payload(Bytes.utf8("m")));

        assertAll(connect("late").subscribe(topic("t"), 1).take("m"));
        assertAll(connectPersistent("away").take("m"));
    }

    @Test
    void shouldLeaveOutPropertiesForOldClients()
    {
        final TestClient subscriber = connect(4, "sub").subscribe(topic("t"), 1);

        connect("pub").publish(1, false,
            p -> p.topic(topic("t")).forwardProperties(all()).payload(Bytes.utf8("m")));

        final Packet message = subscriber.take("m");
        assertNull(message.string(PropertyId.CONTENT_TYPE));
    }

    @Test
    void shouldLetOneClientAskAndAnotherAnswer()
    {
        final TestClient responder = connect("responder").subscribe(topic("questions"), 1);
        final TestClient requester = connect("requester").subscribe(topic("answers"), 1);
        final PropertyWriter question = new PropertyWriter();
        question.putString(PropertyId.RESPONSE_TOPIC, topic("answers"));
        question.putString(PropertyId.CORRELATION_DATA, "7");

        requester.publish(1, false,
            p -> p.topic(topic("questions")).forwardProperties(question).payload(Bytes.utf8("how much?")));
        final Packet asked = responder.take("how much?");
        final PropertyWriter answer = new PropertyWriter();
        answer.putString(PropertyId.CORRELATION_DATA, asked.string(PropertyId.CORRELATION_DATA));
        responder.publish(1, false, p -> p.topic(asked.string(PropertyId.RESPONSE_TOPIC))
            .forwardProperties(answer).payload(Bytes.utf8("42")));

        assertEquals("7", requester.take("42").string(PropertyId.CORRELATION_DATA));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldRefuseTextThatIsNotUtf8(final int qos)
    {
        final PropertyWriter text = new PropertyWriter();
        text.putNumber(PropertyId.PAYLOAD_FORMAT_INDICATOR, 1);
        final TestClient publisher = connect("pub");

        publisher.sendPublish(qos, false, false, 1,
            p -> p.topic(topic("t")).forwardProperties(text).payload(Bytes.hex("c328")));

        assertEquals(ReasonCode.PAYLOAD_FORMAT_INVALID, publisher.awaitEnd());
    }

    @Test
    void shouldTakeAnyBytesThatAreNotSaidToBeText()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 1);

        connect("pub").publish(1, false, p -> p.topic(topic("t")).payload(Bytes.hex("c328")));

        assertEquals(2, subscriber.take().payloadLength());
    }

    @Test
    void shouldRefuseAWillWhoseTextIsNotUtf8()
    {
        final PropertyWriter text = new PropertyWriter();
        text.putNumber(PropertyId.PAYLOAD_FORMAT_INDICATOR, 1);
        final TestClient client = open(5);

        client.sendConnect(id("a"), true,
            c -> c.will(topic("t"), Bytes.hex("c328"), 0, false).willForwardProperties(text));

        assertEquals(ReasonCode.PAYLOAD_FORMAT_INVALID, client.awaitEnd());
    }
}
