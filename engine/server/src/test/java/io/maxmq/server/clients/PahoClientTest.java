package io.maxmq.server.clients;

import org.eclipse.paho.client.mqttv3.IMqttMessageListener;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

/**
 * Eclipse Paho's Java clients, the one for MQTT 3.1 and 3.1.1 and the one for MQTT 5, against this broker.
 */
final class PahoClientTest extends ClientTest
{
    private String uri()
    {
        return "tcp://127.0.0.1:" + port();
    }

    // ---- MQTT 3.1 and 3.1.1

    private MqttClient three(final String name, final int version, final boolean clean) throws MqttException
    {
        final MqttClient client = new MqttClient(uri(), id(name), new MemoryPersistence());
        client.connect(options(version, clean));
        return client;
    }

    private static MqttConnectOptions options(final int version, final boolean clean)
    {
        final MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(version);
        options.setCleanSession(clean);
        // The client counts a message as under way for a moment after its publish() has returned.
        options.setMaxInflight(1_000);
        return options;
    }

    private static void end(final MqttClient client) throws MqttException
    {
        client.disconnect();
        client.close();
    }

    @ParameterizedTest
    @CsvSource({"3,0", "3,1", "3,2", "4,0", "4,1", "4,2"})
    void shouldExchangeMessagesOfMqtt3(final int version, final int qos) throws Exception
    {
        final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        final MqttClient subscriber = three("sub", version, true);
        final MqttClient publisher = three("pub", version, true);
        final IMqttMessageListener listener =
            (topic, message) -> received.add(topic + " " + message.getQos() + " " + message);
        subscriber.subscribe(topic("#"), qos, listener);

        for (int i = 0; i < 20; i++)
        {
            publisher.publish(topic("t"), Integer.toString(i).getBytes(), qos, false);
        }

        for (int i = 0; i < 20; i++)
        {
            assertEquals(topic("t") + " " + qos + " " + i, received.poll(DEADLINE_SECONDS, TimeUnit.SECONDS));
        }
        end(publisher);
        end(subscriber);
    }

    @Test
    void shouldResumeASessionOfMqtt3() throws Exception
    {
        final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        final MqttClient first = three("sub", 4, false);
        first.subscribe(topic("t"), 2);
        end(first);
        final MqttClient publisher = three("pub", 4, true);
        publisher.publish(topic("t"), "kept".getBytes(), 2, false);
        end(publisher);

        final MqttClient second = new MqttClient(uri(), id("sub"), new MemoryPersistence());
        second.setCallback(new org.eclipse.paho.client.mqttv3.MqttCallback()
        {
            @Override
            public void connectionLost(final Throwable cause)
            {
                received.add("lost " + cause);
            }

            @Override
            public void messageArrived(
                final String topic, final org.eclipse.paho.client.mqttv3.MqttMessage message)
            {
                received.add(message.toString());
            }

            @Override
            public void deliveryComplete(final org.eclipse.paho.client.mqttv3.IMqttDeliveryToken token)
            {
                // nothing is published
            }
        });
        second.connect(options(4, false));

        assertEquals("kept", received.poll(DEADLINE_SECONDS, TimeUnit.SECONDS));
        end(second);
    }

    // ---- MQTT 5

    private org.eclipse.paho.mqttv5.client.MqttClient five(final String name, final BlockingQueue<MqttMessage> received)
        throws org.eclipse.paho.mqttv5.common.MqttException
    {
        final org.eclipse.paho.mqttv5.client.MqttClient client = new org.eclipse.paho.mqttv5.client.MqttClient(
            uri(), id(name), new org.eclipse.paho.mqttv5.client.persist.MemoryPersistence());
        client.setCallback(new Receiver(received));
        return client;
    }

    private static void end(final org.eclipse.paho.mqttv5.client.MqttClient client)
        throws org.eclipse.paho.mqttv5.common.MqttException
    {
        client.disconnect();
        client.close();
    }

    private static MqttConnectionOptions options(final boolean cleanStart, final Long expirySeconds)
    {
        final MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(cleanStart);
        options.setSessionExpiryInterval(expirySeconds);
        return options;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldExchangeMessagesOfMqtt5(final int qos) throws Exception
    {
        final BlockingQueue<MqttMessage> received = new LinkedBlockingQueue<>();
        final org.eclipse.paho.mqttv5.client.MqttClient subscriber = five("sub", received);
        final org.eclipse.paho.mqttv5.client.MqttClient publisher = five("pub", new LinkedBlockingQueue<>());
        subscriber.connect(options(true, null));
        publisher.connect(options(true, null));
        subscriber.subscribe(topic("+"), qos);

        for (int i = 0; i < 20; i++)
        {
            final MqttMessage message = new MqttMessage(Integer.toString(i).getBytes(), qos, false, null);
            final MqttProperties properties = new MqttProperties();
            properties.setContentType("text/plain");
            properties.setUserProperties(List.of(new UserProperty("k", "v")));
            message.setProperties(properties);
            publisher.publish(topic("t"), message);
        }

        for (int i = 0; i < 20; i++)
        {
            final MqttMessage message = received.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertNotNull(message);
            assertEquals(Integer.toString(i), message.toString());
            assertEquals(qos, message.getQos());
            assertEquals("text/plain", message.getProperties().getContentType());
            assertEquals("v", message.getProperties().getUserProperties().get(0).getValue());
        }
        end(publisher);
        end(subscriber);
    }

    @Test
    void shouldResumeASessionOfMqtt5() throws Exception
    {
        final BlockingQueue<MqttMessage> received = new LinkedBlockingQueue<>();
        final org.eclipse.paho.mqttv5.client.MqttClient first = five("sub", new LinkedBlockingQueue<>());
        first.connect(options(true, 600L));
        first.subscribe(topic("t"), 1);
        end(first);
        final org.eclipse.paho.mqttv5.client.MqttClient publisher = five("pub", new LinkedBlockingQueue<>());
        publisher.connect(options(true, null));
        publisher.publish(topic("t"), new MqttMessage("kept".getBytes(), 1, false, null));
        end(publisher);

        final org.eclipse.paho.mqttv5.client.MqttClient second = five("sub", received);
        second.connect(options(false, 600L));

        assertEquals("kept", String.valueOf(received.poll(DEADLINE_SECONDS, TimeUnit.SECONDS)));
        end(second);
    }

    /** Keeps the messages that come. */
    private record Receiver(BlockingQueue<MqttMessage> received) implements MqttCallback
    {
        @Override
        public void messageArrived(final String topic, final MqttMessage message)
        {
            received.add(message);
        }

        @Override
        public void disconnected(final MqttDisconnectResponse response)
        {
            // the test sees what does not come
        }

        @Override
        public void mqttErrorOccurred(final org.eclipse.paho.mqttv5.common.MqttException exception)
        {
            // the test sees what does not come
        }

        @Override
        public void deliveryComplete(final IMqttToken token)
        {
            // publishing waits for it
        }

        @Override
        public void connectComplete(final boolean reconnect, final String serverUri)
        {
            // connecting waits for it
        }

        @Override
        public void authPacketArrived(final int reasonCode, final MqttProperties properties)
        {
            // no authentication
        }
    }
}
