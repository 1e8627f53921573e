package io.maxmq.tools.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.tools.client.MessageListener.Verdict;
import io.maxmq.tools.client.MqttClientException.Kind;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MqttClientTest
{
    private final ExecutorService user = Executors.newSingleThreadExecutor();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private FakeBroker broker;
    private ConnectSettings settings;

    @BeforeEach
    void startBroker() throws IOException
    {
        broker = new FakeBroker();
        settings = new ConnectSettings().address("127.0.0.1", broker.port()).keepAliveSeconds(0);
    }

    @AfterEach
    void stop() throws IOException
    {
        user.shutdownNow();
        broker.close();
    }

    @Test
    void shouldSayHelloAndGoodbye() throws Exception
    {
        final MqttClient client = client(Verdict.TAKEN);
        final Future<ConnectResult> result = user.submit(client::connect);
        broker.accept().expect("10 0d 0004 4d515454 05 02 0000 00 0000");
        broker.send("20 0d 01 00 0a 21 000a 22 0005 24 01 25 00");

        assertEquals(new ConnectResult(true, null, 0, 10, 1, false, 0, 5), result.get());
        client.disconnect();
        broker.expect("e0 00").expectEnd();
    }

    @Test
    void shouldLearnAssignedIdKeepAliveAndPacketSize() throws Exception
    {
        final Future<ConnectResult> result = user.submit(client(Verdict.TAKEN)::connect);
        broker.accept("20 10 00 00 0d 12 0002 6162 13 0005 27 00000064");
        assertEquals(new ConnectResult(false, "ab", 5, 65_535, 2, true, 100, 0), result.get());
    }

    @Test
    void shouldGiveTheReasonOfARefusal()
    {
        assertFails(Kind.REFUSED, "not authorized (0x87): go away", () ->
            broker.accept("20 0d 00 87 0a 1f 0007 676f2061776179"));
    }

    @Test
    void shouldGiveTheReasonOfARefusalBeforeMqtt5()
    {
        settings.version(MqttVersion.V3_1_1);
        assertFails(Kind.REFUSED, "bad user name or password (4)", () -> broker.accept("20 02 00 04"));
    }

    @Test
    void shouldSayThatABrokerDoesNotSpeakMqtt5()
    {
        assertFails(Kind.REFUSED, "try -V mqttv311", () -> broker.accept("20 02 00 01"));
    }

    @Test
    void shouldNotMistakeOthersForABroker()
    {
        assertFails(Kind.LOST, "bad", () -> broker.accept("48 05 54 54 50 2f 31"));
    }

    @Test
    void shouldNoticeThatTheConnectionBrokeBeforeTheAnswer()
    {
        assertFails(Kind.LOST, "the broker closed the connection", () ->
        {
            broker.accept().expectType(PacketType.CONNECT);
            broker.hangUp();
            return null;
        });
    }

    @Test
    void shouldNotWaitForEverForTheAnswer()
    {
        settings.timeoutMs(50);
        assertFails(Kind.NO_CONNECTION, "did not answer CONNECT in time", () -> broker.accept());
    }

    @Test
    void shouldSendNoMoreThanTheBrokerReceivesAtOnce() throws Exception
    {
        final MqttClient client = connected(Verdict.TAKEN, "20 06 00 00 03 21 0002");
        final Future<?> publishing = user.submit(() ->
        {
            for (int i = 0; i < 4; i++)
            {
                client.publish(message("t", 1));
            }
            return null;
        });
        broker.expect("32 07 0001 74 0001 00 6d").expect("32 07 0001 74 0002 00 6d");
        assertFalse(broker.hasMore());
        broker.send("40 02 0002").expect("32 07 0001 74 0003 00 6d");
        assertFalse(broker.hasMore());
        broker.send("40 02 0001").expect("32 07 0001 74 0004 00 6d");
        publishing.get();
        assertFalse(client.awaitAcknowledged(10));
        broker.send("40 02 0003 40 02 0004");
        assertTrue(client.awaitAcknowledged(Long.MAX_VALUE));
    }

    @Test
    void shouldGoThroughAllStepsOfQos2() throws Exception
    {
        final MqttClient client = connected(Verdict.TAKEN, FakeBroker.CONNACK);
        client.publish(message("t", 2));
        broker.expect("34 07 0001 74 0001 00 6d").send("50 02 0001").expect("62 02 0001");
        assertFalse(client.awaitAcknowledged(10));
        broker.send("70 02 0001");
        assertTrue(client.awaitAcknowledged(Long.MAX_VALUE));
        assertEquals(List.of(), client.refusals());
    }

    @Test
    void shouldRememberRefusedMessages() throws Exception
    {
        final MqttClient client = connected(Verdict.TAKEN, FakeBroker.CONNACK);
        client.publish(message("t", 1));
        client.publish(message("t", 2));
        broker.expectType(PacketType.PUBLISH).expectType(PacketType.PUBLISH);
        broker.send("40 04 0001 87 00").send("50 08 0002 97 04 1f 0001 78");
        assertTrue(client.awaitAcknowledged(Long.MAX_VALUE));
        assertEquals(List.of("not authorized (0x87)", "quota exceeded (0x97): x"), client.refusals());
    }

    @Test
    void shouldNotSendWhatTheBrokerDoesNotOffer() throws Exception
    {
        final MqttClient client = connected(Verdict.TAKEN, "20 0c 00 00 09 24 00 25 00 27 00000014");
        assertMessage("up to QoS 0 only", () -> client.publish(message("t", 1)));
        assertMessage("does not keep retained", () -> client.publish(
            Message.of("t", new byte[0], 0, true, new MessageProperties())));
        assertMessage("too large", () -> client.publish(
            Message.of("t", new byte[100], 0, false, new MessageProperties())));
        assertMessage("topic aliases up to 0 only", () -> client.publish(
            Message.of("t", new byte[0], 0, false, new MessageProperties().topicAlias(1))));
        client.publish(message("t", 0));
        broker.expect("30 05 0001 74 00 6d");
    }

    @Test
    void shouldAcknowledgeAndDeliverQos2Once() throws Exception
    {
        connected(Verdict.TAKEN, FakeBroker.CONNACK);
        broker.send("30 05 0001 74 00 30").send("32 07 0001 74 0009 00 31").expect("40 02 0009");
        broker.send("34 07 0001 74 000a 00 32").expect("50 02 000a");
        broker.send("3c 07 0001 74 000a 00 32").expect("50 02 000a");
        broker.send("62 02 000a").expect("70 02 000a");
        broker.send("62 02 000a").expect("70 03 000a 92");
        broker.send("34 07 0001 74 000a 00 33").expect("50 02 000a");
        assertEquals(List.of("t 0", "t 1", "t 2", "t 3"), received);
    }

    @Test
    void shouldCompleteTheLastMessageAndLeaveFurtherOnes() throws Exception
    {
        final MqttClient client = connected(Verdict.LAST, FakeBroker.CONNACK);
        broker.send("34 07 0001 74 0001 00 31").send("34 07 0001 74 0002 00 32").expect("50 02 0001");
        assertFalse(client.awaitListener(10));
        broker.send("62 02 0001").expect("70 02 0001");
        assertTrue(client.awaitListener(Long.MAX_VALUE));
        client.disconnect();
        broker.expect("e0 00").expectEnd();
        assertEquals(List.of("t 1"), received);
    }

    @Test
    void shouldFollowTopicAliases() throws Exception
    {
        settings.topicAliasMaximum(2);
        final MqttClient client = connected(Verdict.TAKEN, FakeBroker.CONNACK);
        broker.send("30 08 0001 61 03 23 0001 31").send("30 07 0000 03 23 0001 32").send("30 07 0000 03 23 0002 33");
        assertMessage("a topic alias that it had not set: 2", () -> client.awaitListener(Long.MAX_VALUE));
        assertEquals(List.of("a 1", "a 2"), received);
    }

    @Test
    void shouldSubscribeAndUnsubscribe() throws Exception
    {
        final MqttClient client = connected(Verdict.TAKEN, FakeBroker.CONNACK);
        final Future<int[]> codes = user.submit(() -> client.subscribe(
            List.of(new Subscription("a", 1, true, true, 2), new Subscription("b", 2, false, false, 0)), 5, List.of()));
        broker.expect("82 0d 0001 02 0b 05 0001 61 2d 0001 62 02").send("90 05 0001 00 01 87");
        assertArrayEquals(new int[]{1, 0x87}, codes.get());

        final Future<int[]> left = user.submit(() -> client.unsubscribe(List.of("a")));
        broker.expect("a2 06 0002 00 0001 61").send("b0 04 0002 00 11");
        assertArrayEquals(new int[]{0x11}, left.get());
    }

    @Test
    void shouldPassOnTheBrokersLastWords() throws Exception
    {
        final MqttClient client = connected(Verdict.TAKEN, FakeBroker.CONNACK);
        broker.send("e0 02 8e 00");
        assertMessage("session taken over (0x8E)", () -> client.awaitListener(Long.MAX_VALUE));
        assertMessage("session taken over (0x8E)", () -> client.publish(message("t", 1)));
    }

    @Test
    void shouldNoticeABrokerThatBreaksTheProtocol() throws Exception
    {
        final MqttClient client = connected(Verdict.TAKEN, FakeBroker.CONNACK);
        broker.send("32 07 0001 74 0000 00 31");
        assertMessage("packet-id-zero", () -> client.awaitListener(Long.MAX_VALUE));
    }

    @Test
    void shouldTellAListenersFailureFromTheConnections() throws Exception
    {
        final MqttClient client = connected((message) ->
        {
            throw new IOException("disk full");
        }, FakeBroker.CONNACK);
        broker.send("32 07 0001 74 0001 00 31");
        final IOException ex = assertThrows(IOException.class, () -> client.awaitListener(Long.MAX_VALUE));
        assertEquals("disk full", ex.getMessage());
    }

    @Test
    void shouldPingAnIdleBrokerAndNoticeWhenItIsGone() throws Exception
    {
        settings.keepAliveSeconds(1);
        final MqttClient client = connected(Verdict.TAKEN, FakeBroker.CONNACK);
        broker.expect("c0 00").send("d0 00").expect("c0 00");
        assertMessage("does not answer any more", () -> client.awaitListener(Long.MAX_VALUE));
    }

    @Test
    void shouldTakePacketsByteByByteAndLargerThanItsBuffer() throws Exception
    {
        connected(Verdict.TAKEN, FakeBroker.CONNACK);
        for (final String part : "32 07 00 01 74 00 09 00 31".split(" "))
        {
            broker.send(part);
        }
        broker.expect("40 02 0009");
        final int payload = 300_000;
        final int length = 2 + 1 + 2 + 1 + payload;
        broker.send(String.format("32 %02x %02x %02x 0001 74 000a 00",
            length & 0x7F | 0x80, length >>> 7 & 0x7F | 0x80, length >>> 14)).send("78".repeat(payload));
        broker.expect("40 02 000a");
        assertEquals(payload + 2, received.get(1).length());
    }

    private MqttClient client(final Verdict verdict)
    {
        return new MqttClient(settings, listener(verdict), PacketTrace.NONE);
    }

    private MessageListener listener(final Verdict verdict)
    {
        return (message) ->
        {
            received.add(message.topic() + " " + new String(message.payload(), StandardCharsets.UTF_8));
            return verdict;
        };
    }

    private MqttClient connected(final Verdict verdict, final String connack) throws Exception
    {
        return connected(listener(verdict), connack);
    }

    private MqttClient connected(final MessageListener listener, final String connack) throws Exception
    {
        final MqttClient client = new MqttClient(settings, listener, PacketTrace.NONE);
        final Future<ConnectResult> result = user.submit(client::connect);
        broker.accept(connack);
        result.get(60, TimeUnit.SECONDS);
        return client;
    }

    private void assertFails(final Kind kind, final String text, final Callable<?> brokersPart)
    {
        final Future<?> part = user.submit(brokersPart);
        final MqttClientException ex = assertThrows(MqttClientException.class, () -> client(Verdict.TAKEN).connect());
        assertTrue(ex.getMessage().contains(text), ex.getMessage());
        assertEquals(kind, ex.kind());
        part.cancel(true);
    }

    private static void assertMessage(final String text, final Executable action)
    {
        final MqttClientException ex = assertThrows(MqttClientException.class, action);
        assertTrue(ex.getMessage().contains(text), ex.getMessage());
    }

    private static Message message(final String topic, final int qos)
    {
        return Message.of(topic, new byte[]{'m'}, qos, false, new MessageProperties());
    }
}
