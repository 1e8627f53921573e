package io.maxmq.server.protocol;

import io.maxmq.core.counter.Counter;
import io.maxmq.spi.Authoriser;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * What clients may do. The authoriser of these tests denies every topic and filter that holds {@code denied}, and
 * answers from another thread where it holds {@code later}.
 */
final class AuthorisationTest extends ProtocolTest
{
    private static final ExecutorService ELSEWHERE = Executors.newSingleThreadExecutor(task ->
    {
        final Thread thread = new Thread(task, "authoriser");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    Authoriser authoriser()
    {
        return (client, action, topic, decision) ->
        {
            final boolean allowed = !topic.contains("denied");
            if (topic.contains("later"))
            {
                ELSEWHERE.execute(() -> decision.decide(allowed));
            }
            else
            {
                decision.decide(allowed);
            }
        };
    }

    @AfterAll
    static void stop()
    {
        ELSEWHERE.shutdown();
    }

    @ParameterizedTest
    @CsvSource({"4,now", "5,now", "4,later", "5,later"})
    void shouldLetAllowedMessagesThrough(final int version, final String when)
    {
        final TestClient client = connect(version, "a").subscribe(topic(when), 2);

        for (int qos = 0; qos <= 2; qos++)
        {
            client.publish(topic(when), "m" + qos, qos);
            client.take("m" + qos);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"denied", "later-denied"})
    void shouldTellAPublisherThatItMayNot(final String name)
    {
        final TestClient subscriber = connect("sub").subscribe("test/+/#", 1);
        final TestClient publisher = connect("pub");
        final long before = counted(Counter.DROPPED_UNAUTHORISED);

        publisher.publish(topic(name), "no", 0);
        assertEquals(ReasonCode.NOT_AUTHORIZED, publisher.publish(topic(name), "no", 1).reasonCode());
        assertEquals(ReasonCode.NOT_AUTHORIZED, publisher.publish(topic(name), "no", 2).reasonCode());
        publisher.publish(topic("allowed"), "yes", 1);

        subscriber.take("yes");
        assertEquals(before + 3, counted(Counter.DROPPED_UNAUTHORISED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"denied", "later-denied"})
    void shouldAcknowledgeAndDropWhatAnOldClientMayNotPublish(final String name)
    {
        final TestClient publisher = connect(4, "pub");

        publisher.publish(topic(name), "no", 1);
        publisher.publish(topic(name), "no", 2);

        publisher.ping();
    }

    @ParameterizedTest
    @CsvSource({"4,now", "5,now", "4,later", "5,later"})
    void shouldRefuseTheFiltersThatAreDenied(final int version, final String when)
    {
        final int refused = version == 5 ? ReasonCode.NOT_AUTHORIZED : 0x80;

        final Packet suback = connect(version, "a").subscribe(s -> s.filter(topic(when + "/a"), 1)
            .filter(topic(when + "/denied"), 1).filter(topic(when + "/c"), 2).filter(topic("other"), 0));

        assertEquals(List.of(1, refused, 2, 0), suback.codes());
    }

    @Test
    void shouldKeepTheOrderOfMessagesThatWaitForADecision()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("#"), 1);
        final TestClient publisher = connect("pub");

        for (int i = 0; i < 50; i++)
        {
            publisher.sendPublish(topic("later"), Integer.toString(i), 1, i + 1);
        }

        for (int i = 0; i < 50; i++)
        {
            subscriber.take(Integer.toString(i));
            assertEquals(i + 1, publisher.await(PacketType.PUBACK).packetId());
        }
    }

    @Test
    void shouldForgetAClientThatGoesBeforeTheDecision()
    {
        for (int i = 0; i < 20; i++)
        {
            final TestClient client = connect("a" + i);
            client.sendPublish(topic("later" + i), "m", 1, 1).close();
        }

        connect("b").ping();
    }

    @Test
    void shouldDoWhatComesBehindInOrder()
    {
        final TestClient client = connect("a");

        client.sendSubscribe(1, s -> s.filter(topic("later"), 1))
            .sendPublish(topic("later"), "m", 1, 2)
            .sendPing();

        client.await(PacketType.SUBACK);
        client.take("m");
        client.await(PacketType.PUBACK);
        client.await(PacketType.PINGRESP);
    }

    @ParameterizedTest
    @CsvSource({"4,denied,5,0", "5,denied,135,0", "4,later-denied,5,0", "5,later-denied,135,0", "5,denied,135,60"})
    void shouldRefuseAClientWhoseWillIsDenied(
        final int version, final String name, final int code, final int expirySeconds)
    {
        final TestClient client = open(version);

        client.sendConnect(id("a"), true,
            c -> c.will(topic(name), Bytes.utf8("no"), 1, false).sessionExpirySeconds(expirySeconds));

        assertEquals(code, client.awaitEnd());
    }

    @ParameterizedTest
    @CsvSource({"4,now,true", "5,now,true", "4,later,true", "5,later,false", "4,later,false"})
    void shouldPublishAWillThatIsAllowed(final int version, final String name, final boolean clean)
    {
        final TestClient watcher = connect("watcher").subscribe(topic(name), 1);

        connect(version, "a", clean, c -> c.will(topic(name), Bytes.utf8("gone"), 1, false)).close();

        watcher.take("gone");
    }
}
