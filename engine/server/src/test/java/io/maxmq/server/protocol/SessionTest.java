package io.maxmq.server.protocol;

import io.maxmq.core.counter.Counter;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PropertyId;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Sessions that outlive their connections, and how they end (sections 3.1.2.4, 3.1.2.11.2 and 4.1).
 */
final class SessionTest extends ProtocolTest
{
    @Override
    String[] settings()
    {
        return new String[] {"mqtt.max-session-expiry=2 h"};
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    @Tag("MQTT-3.1.2-5")
    @Tag("MQTT-3.2.2-3")
    @Tag("MQTT-4.5.0-1")
    void shouldKeepSubscriptionsAndMessagesWhileTheClientIsAway(final int version)
    {
        connectPersistent(version, "sub").subscribe(topic("t"), 2).disconnect();
        final TestClient publisher = connect("pub");
        publisher.publish(topic("t"), "one", 1);
        publisher.publish(topic("t"), "two", 2);

        final TestClient subscriber = connectPersistent(version, "sub");

        if (version > 3)
        {
            assertTrue(subscriber.connack().sessionPresent());
        }
        assertFalse(subscriber.take("one").dup());
        subscriber.take("two");
        publisher.publish(topic("t"), "live", 0);
        subscriber.take("live");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    @Tag("MQTT-3.1.2-4")
    @Tag("MQTT-3.2.2-2")
    void shouldForgetEverythingOnACleanStart(final int version)
    {
        connectPersistent(version, "sub").subscribe(topic("t"), 1).disconnect();
        final TestClient publisher = connect("pub");
        publisher.publish(topic("t"), "forgotten", 1);

        final TestClient clean = connect(version, "sub");

        assertFalse(clean.connack().sessionPresent());
        awaitNoMatch(publisher);
        clean.disconnect();
        assertFalse(connectPersistent(version, "sub").connack().sessionPresent());
    }

    /** The owner of the topic, on another worker perhaps, hears of the session's end a moment after the client does. */
    private void awaitNoMatch(final TestClient publisher)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (publisher.publish(topic("t"), "nobody", 1).reasonCode() != ReasonCode.NO_MATCHING_SUBSCRIBERS)
        {
            assertTrue(System.nanoTime() - deadlineNs < 0, "somebody still gets messages for the ended session");
        }
    }

    @Test
    void shouldKeepASessionThatBeganWithACleanStart()
    {
        connect("sub", c -> c.sessionExpirySeconds(600)).subscribe(topic("t"), 1).disconnect();
        connect("pub").publish(topic("t"), "kept", 1);

        final TestClient again = connectPersistent("sub");

        assertTrue(again.connack().sessionPresent());
        again.take("kept");
    }

    @Test
    @Tag("MQTT-3.1.2-23")
    void shouldNotKeepASessionWithoutExpiryInterval()
    {
        connect(5, "sub", false, c -> {}).subscribe(topic("t"), 1).close();
        await("ended", () -> connect("pub").publish(topic("t"), "m", 1).reasonCode() ==
            ReasonCode.NO_MATCHING_SUBSCRIBERS);

        assertFalse(connectPersistent("sub").connack().sessionPresent());
    }

    @Test
    void shouldEndASessionWhenItsTimeIsOver()
    {
        final long before = counted(Counter.SESSIONS_EXPIRED);
        connect("sub", c -> c.sessionExpirySeconds(1)).subscribe(topic("t"), 1).disconnect();

        await("expired", () -> counted(Counter.SESSIONS_EXPIRED) > before);

        assertEquals(ReasonCode.NO_MATCHING_SUBSCRIBERS, connect("pub").publish(topic("t"), "m", 1).reasonCode());
        assertFalse(connectPersistent("sub").connack().sessionPresent());
    }

    @Test
    void shouldNotEndASessionWhoseClientIsConnected()
    {
        final TestClient client = connect("sub", c -> c.sessionExpirySeconds(1)).subscribe(topic("t"), 1);

        letPass(1_500);

        connect("pub").publish(topic("t"), "m", 1);
        client.take("m");
    }

    @Test
    @Tag("MQTT-3.1.2-23")
    void shouldHoldClientsToTheLongestExpiry()
    {
        assertEquals(7200, connect("a", c -> c.sessionExpirySeconds(0xFFFF_FFFFL)).connack()
            .number(PropertyId.SESSION_EXPIRY_INTERVAL));
        assertEquals(-1, connect("b", c -> c.sessionExpirySeconds(60)).connack()
            .number(PropertyId.SESSION_EXPIRY_INTERVAL));
    }

    @Test
    void shouldChangeTheExpiryWithDisconnect()
    {
        connect("a", c -> c.sessionExpirySeconds(3600))
            .disconnect(ReasonCode.SUCCESS, d -> d.sessionExpirySeconds(0));
        assertFalse(connectPersistent("a").connack().sessionPresent());

        connect("b", c -> c.sessionExpirySeconds(1))
            .disconnect(ReasonCode.SUCCESS, d -> d.sessionExpirySeconds(3600));
        letPass(1_500);
        assertTrue(connectPersistent("b").connack().sessionPresent());
    }

    @Test
    @Tag("MQTT-3.14.2-2")
    void shouldNotLetDisconnectKeepASessionThatWasNotToBeKept()
    {
        final TestClient client = connect("a");

        client.sendDisconnect(ReasonCode.SUCCESS, d -> d.sessionExpirySeconds(60));

        assertEquals(ReasonCode.PROTOCOL_ERROR, client.awaitEnd());
    }

    @Test
    void shouldLetTheLastConnectSayHowLongTheSessionLasts()
    {
        connectPersistent("a").disconnect();

        final TestClient again = connect(5, "a", false, c -> {});
        assertTrue(again.connack().sessionPresent());
        again.disconnect();

        assertFalse(connectPersistent("a").connack().sessionPresent());
    }

    @Test
    void shouldNotQueueQos0ForAnAbsentClient()
    {
        connectPersistent("sub").subscribe(topic("t"), 1).disconnect();
        final TestClient publisher = connect("pub");
        publisher.publish(topic("t"), "lost", 0);
        publisher.publish(topic("t"), "kept", 1);

        connectPersistent("sub").take("kept");
    }

    @Test
    @Tag("MQTT-4.6.0-5")
    void shouldQueueManyMessagesInOrder()
    {
        connectPersistent("sub").subscribe(topic("t"), 2).disconnect();
        final TestClient publisher = connect("pub");
        for (int i = 1; i <= 500; i++)
        {
            publisher.sendPublish(topic("t"), Integer.toString(i), 1, i);
        }
        for (int i = 1; i <= 500; i++)
        {
            publisher.await(PacketType.PUBACK);
        }

        final TestClient subscriber = connectPersistent("sub");

        for (int i = 1; i <= 500; i++)
        {
            subscriber.take(Integer.toString(i));
        }
    }

    @Test
    void shouldNotRememberSubscriptionsThatWereTakenBack()
    {
        final TestClient first = connectPersistent("sub").subscribe(topic("a"), 1).subscribe(topic("b"), 1);
        assertEquals(List.of(ReasonCode.SUCCESS), first.unsubscribe(topic("a")).codes());
        first.disconnect();
        final TestClient publisher = connect("pub");
        assertEquals(ReasonCode.NO_MATCHING_SUBSCRIBERS, publisher.publish(topic("a"), "no", 1).reasonCode());
        publisher.publish(topic("b"), "yes", 1);

        connectPersistent("sub").take("yes");
    }

    @Test
    void shouldMoveASessionBetweenVersions()
    {
        connectPersistent(4, "sub").subscribe(topic("t"), 1).disconnect();
        connect("pub").publish(topic("t"), "m", 1);

        final TestClient subscriber = connectPersistent(5, "sub");

        assertTrue(subscriber.connack().sessionPresent());
        subscriber.take("m");
    }

    @Test
    void shouldKeepCleanSessionsApartFromPersistentOnes()
    {
        final TestClient clean = connect("clean").subscribe(topic("t"), 1);
        final TestClient persistent = connectPersistent("persistent").subscribe(topic("t"), 2);

        connect("pub").publish(topic("t"), "m", 2);

        assertEquals(1, clean.take("m").qos());
        assertEquals(2, persistent.take("m").qos());
    }
}
