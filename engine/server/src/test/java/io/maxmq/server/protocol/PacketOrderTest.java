package io.maxmq.server.protocol;

import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Packets that a client sends without waiting for answers: a message does not overtake the SUBSCRIBE or UNSUBSCRIBE
 * before it, whichever workers own the topics.
 */
final class PacketOrderTest extends ProtocolTest
{
    private static final int ROUNDS = 40;

    @ParameterizedTest
    @CsvSource({"5,true,0", "5,true,1", "5,false,0", "5,false,1", "5,false,2", "4,true,1", "4,false,0", "3,false,1"})
    void shouldSendAClientWhatItPublishesBehindItsSubscribe(final int version, final boolean clean, final int qos)
    {
        final TestClient client = clean ? connect(version, "a") : connectPersistent(version, "a");

        for (int i = 0; i < ROUNDS; i++)
        {
            final String topic = topic("t" + i);
            client.sendSubscribe(2 * i + 1, s -> s.filter(topic, qos));
            client.sendPublish(topic, "m" + i, qos, 2 * i + 2);
        }

        assertEquals(numbered("m"), texts(client));
    }

    @ParameterizedTest
    @CsvSource({"5,true", "5,false", "4,true", "4,false", "3,true"})
    void shouldNotSendAClientWhatItPublishesBehindItsUnsubscribe(final int version, final boolean clean)
    {
        final TestClient client = clean ? connect(version, "a") : connectPersistent(version, "a");

        for (int i = 0; i < ROUNDS; i++)
        {
            final String topic = topic("t" + i);
            client.sendSubscribe(3 * i + 1, s -> s.filter(topic, 0));
            client.sendUnsubscribe(3 * i + 2, topic);
            client.sendPublish(topic, "no" + i, 1, 3 * i + 3);
        }

        for (int i = 0; i < ROUNDS; i++)
        {
            final int reasonCode = client.await(PacketType.PUBACK).reasonCode();
            assertEquals(version == 5 ? ReasonCode.NO_MATCHING_SUBSCRIBERS : ReasonCode.SUCCESS, reasonCode);
        }
        client.ping();
        assertEquals(ROUNDS * 2, client.keptCount(), "acknowledgements, and no message");
    }

    private static Set<String> numbered(final String text)
    {
        return IntStream.range(0, ROUNDS).mapToObj(i -> text + i).collect(Collectors.toSet());
    }

    private static Set<String> texts(final TestClient client)
    {
        return IntStream.range(0, ROUNDS).mapToObj(i -> client.message().text()).collect(Collectors.toSet());
    }

    /** Subscriptions behind each other need not wait for each other, and are acknowledged one by one. */
    @Test
    void shouldTakeManySubscriptionsAtOnce()
    {
        final TestClient client = connect("a");

        for (int i = 1; i <= 200; i++)
        {
            final String topic = topic("t" + i);
            client.sendSubscribe(i, s -> s.filter(topic, 1));
        }

        for (int i = 1; i <= 200; i++)
        {
            client.await(PacketType.SUBACK);
        }
        client.publish(topic("t200"), "m", 1);
        client.take("m");
    }

    @Test
    void shouldForgetWhatWaitsBehindASubscribeOfAClientThatHasGone()
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            final String topic = topic("t" + i);
            connect("a" + i).sendSubscribe(1, s -> s.filter(topic + "/#", 1)).sendPublish(topic, "m", 1, 2).close();
        }

        connect("b").subscribe(topic("#"), 1).ping();
    }
}
