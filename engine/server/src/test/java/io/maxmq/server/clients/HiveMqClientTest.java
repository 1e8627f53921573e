package io.maxmq.server.clients;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * HiveMQ's client, for MQTT 3.1.1 and 5, against this broker.
 */
final class HiveMqClientTest extends ClientTest
{
    private Mqtt5BlockingClient five(final String name)
    {
        return MqttClient.builder().useMqttVersion5().identifier(id(name))
            .serverHost("127.0.0.1").serverPort(port()).buildBlocking();
    }

    private Mqtt3BlockingClient three(final String name)
    {
        return MqttClient.builder().useMqttVersion3().identifier(id(name))
            .serverHost("127.0.0.1").serverPort(port()).buildBlocking();
    }

    private static Mqtt5Publish next(final Mqtt5BlockingClient.Mqtt5Publishes publishes) throws InterruptedException
    {
        return publishes.receive(DEADLINE_SECONDS, TimeUnit.SECONDS).orElseThrow();
    }

    private static String text(final byte[] payload)
    {
        return new String(payload, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(MqttQos.class)
    void shouldExchangeMessagesOfMqtt5(final MqttQos qos) throws InterruptedException
    {
        final Mqtt5BlockingClient subscriber = five("sub");
        final Mqtt5BlockingClient publisher = five("pub");
        subscriber.connect();
        publisher.connect();
        try (Mqtt5BlockingClient.Mqtt5Publishes publishes = subscriber.publishes(MqttGlobalPublishFilter.ALL))
        {
            subscriber.subscribeWith().topicFilter(topic("+")).qos(qos).send();
            for (int i = 0; i < 50; i++)
            {
                publisher.publishWith().topic(topic("t")).qos(qos).payload(Integer.toString(i).getBytes())
                    .contentType("text/plain").userProperties().add("k", "v").applyUserProperties().send();
            }
            for (int i = 0; i < 50; i++)
            {
                final Mqtt5Publish message = next(publishes);
                assertEquals(Integer.toString(i), text(message.getPayloadAsBytes()));
                assertEquals(qos, message.getQos());
                assertEquals("text/plain", message.getContentType().orElseThrow().toString());
                assertEquals(1, message.getUserProperties().asList().size());
            }
        }
        publisher.disconnect();
        subscriber.disconnect();
    }

    @ParameterizedTest
    @EnumSource(MqttQos.class)
    void shouldExchangeMessagesOfMqtt311(final MqttQos qos) throws InterruptedException
    {
        final Mqtt3BlockingClient subscriber = three("sub");
        final Mqtt3BlockingClient publisher = three("pub");
        subscriber.connect();
        publisher.connect();
        try (Mqtt3BlockingClient.Mqtt3Publishes publishes = subscriber.publishes(MqttGlobalPublishFilter.ALL))
        {
            subscriber.subscribeWith().topicFilter(topic("#")).qos(qos).send();
            for (int i = 0; i < 50; i++)
            {
                publisher.publishWith().topic(topic("t")).qos(qos).payload(Integer.toString(i).getBytes()).send();
            }
            for (int i = 0; i < 50; i++)
            {
                final Mqtt3Publish message =
                    publishes.receive(DEADLINE_SECONDS, TimeUnit.SECONDS).orElseThrow();
                assertEquals(Integer.toString(i), text(message.getPayloadAsBytes()));
                assertEquals(qos, message.getQos());
            }
        }
        publisher.disconnect();
        subscriber.disconnect();
    }

    @Test
    void shouldResumeASession() throws InterruptedException
    {
        final Mqtt5BlockingClient subscriber = five("sub");
        subscriber.connectWith().cleanStart(true).sessionExpiryInterval(600).send();
        subscriber.subscribeWith().topicFilter(topic("t")).qos(MqttQos.EXACTLY_ONCE).send();
        subscriber.disconnect();
        final Mqtt5BlockingClient publisher = five("pub");
        publisher.connect();
        publisher.publishWith().topic(topic("t")).qos(MqttQos.EXACTLY_ONCE).payload("kept".getBytes()).send();
        publisher.disconnect();

        try (Mqtt5BlockingClient.Mqtt5Publishes publishes = subscriber.publishes(MqttGlobalPublishFilter.ALL))
        {
            final Mqtt5ConnAck connack =
                subscriber.connectWith().cleanStart(false).sessionExpiryInterval(600).send();
            assertTrue(connack.isSessionPresent());
            assertEquals("kept", text(next(publishes).getPayloadAsBytes()));
        }
        subscriber.disconnectWith().sessionExpiryInterval(0).send();
        final Mqtt5BlockingClient again = five("sub");
        assertFalse(again.connectWith().cleanStart(false).send().isSessionPresent());
        again.disconnect();
    }

    @Test
    void shouldShareASubscriptionAndSeeRetainedMessages() throws InterruptedException
    {
        final Mqtt5BlockingClient client = five("a");
        client.connect();
        try (Mqtt5BlockingClient.Mqtt5Publishes publishes = client.publishes(MqttGlobalPublishFilter.ALL))
        {
            client.publishWith().topic(topic("kept")).qos(MqttQos.AT_LEAST_ONCE).retain(true)
                .payload("kept".getBytes()).send();
            client.subscribeWith().topicFilter(topic("kept")).send();
            assertTrue(next(publishes).isRetain());
            client.subscribeWith().topicFilter("$share/g/" + topic("shared")).send();
            client.publishWith().topic(topic("shared")).qos(MqttQos.AT_LEAST_ONCE).payload("one".getBytes()).send();
            assertEquals("one", text(next(publishes).getPayloadAsBytes()));
        }
        client.disconnect();
    }
}
