package io.maxmq.server.protocol;

import io.maxmq.core.counter.Counter;
import io.maxmq.spi.AuthenticationStep;
import io.maxmq.spi.Authenticator;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A client that connects while it is connected (section 3.1.4).
 */
final class TakeoverTest extends ProtocolTest
{
    private static final int FIGHTERS = 40;
    private static final String HELD = "held";

    /** The step of a client whose user name says that its authentication takes until the test wants it to end. */
    private final AtomicReference<CompletableFuture<AuthenticationStep>> held =
        new AtomicReference<>(new CompletableFuture<>());

    @Override
    Authenticator authenticator()
    {
        return (client, password, method) -> (data, step) ->
        {
            if (HELD.equals(client.username()))
            {
                held().complete(step);
            }
            else
            {
                step.accept(null);
            }
        };
    }

    private CompletableFuture<AuthenticationStep> held()
    {
        return held.get();
    }

    @ParameterizedTest
    @CsvSource({"5,true,142", "5,false,142", "4,true,-1", "4,false,-1", "3,true,-1"})
    @Tag("MQTT-3.1.4-3")
    void shouldEndTheOlderConnection(final int version, final boolean clean, final int reason)
    {
        final TestClient old = connect(version, "a", clean, c -> {});

        final TestClient young = connect(version, "a", clean, c -> {});

        assertEquals(reason, old.awaitEnd());
        young.ping();
    }

    @Test
    void shouldHandTheSessionOver()
    {
        final TestClient publisher = connect("pub");
        final TestClient old = connectPersistent("a").subscribe(topic("t"), 1);
        publisher.publish(topic("t"), "unacknowledged", 1);
        old.message();

        final TestClient young = connectPersistent("a");

        assertTrue(young.connack().sessionPresent());
        assertEquals(ReasonCode.SESSION_TAKEN_OVER, old.awaitEnd());
        assertTrue(young.take("unacknowledged").dup());
        publisher.publish(topic("t"), "live", 1);
        young.take("live");
    }

    @Test
    void shouldNotHandACleanSessionOver()
    {
        final TestClient old = connect("a").subscribe(topic("t"), 1);

        final TestClient young = connect("a");

        assertEquals(ReasonCode.SESSION_TAKEN_OVER, old.awaitEnd());
        connect("pub").publish(topic("t"), "m", 1);
        young.ping();
    }

    @Test
    void shouldLetVersionsTakeOverFromEachOther()
    {
        final TestClient three = connectPersistent(4, "a").subscribe(topic("t"), 1);
        final TestClient five = connectPersistent(5, "a");
        assertEquals(TestClient.CLOSED, three.awaitEnd());
        final TestClient threeAgain = connectPersistent(4, "a");
        assertEquals(ReasonCode.SESSION_TAKEN_OVER, five.awaitEnd());

        connect("pub").publish(topic("t"), "m", 1);

        threeAgain.take("m");
    }

    /**
     * Forty connections want to be the same client, twenty from each of two sides. One is left; each of the others was
     * taken over, whether it had been let in (DISCONNECT, MQTT-3.1.4-3) or still waited for its session (a CONNACK with
     * failure, since no DISCONNECT may come before CONNACK).
     */
    @ParameterizedTest
    @CsvSource({"5,true", "5,false", "4,true", "4,false", "3,true", "3,false"})
    @Tag("MQTT-3.1.4-3")
    @Tag("MQTT-3.14.0-1")
    void shouldLeaveOneOfManyThatFight(final int version, final boolean clean)
    {
        await("the clients of other tests have gone",
            () -> counted(Counter.CONNECTIONS_OPENED) == counted(Counter.CONNECTIONS_CLOSED));
        final long takeovers = counted(Counter.TAKEOVERS);
        final long accepted = counted(Counter.CONNECTS_ACCEPTED);
        final long refused = counted(Counter.CONNECTS_REFUSED);
        final long sessions = counted(Counter.SESSIONS);
        final List<TestClient> fighters = IntStream.range(0, FIGHTERS).mapToObj(i -> open(version)).toList();

        final CompletableFuture<Void> side =
            CompletableFuture.runAsync(() -> fight(fighters.subList(0, FIGHTERS / 2), clean));
        fight(fighters.subList(FIGHTERS / 2, FIGHTERS), clean);
        side.join();

        await("all but one taken over", () -> counted(Counter.TAKEOVERS) - takeovers == FIGHTERS - 1);
        await("one is there", () -> counted(Counter.CONNECTS_ACCEPTED) - accepted +
            counted(Counter.CONNECTS_REFUSED) - refused == FIGHTERS);
        final List<TestClient> served = fighters.stream().filter(TestClient::isServed).toList();
        assertEquals(1, served.size());
        for (final TestClient loser : fighters)
        {
            if (loser != served.get(0))
            {
                final int reason = loser.awaitEnd();
                assertTrue(version == 5 ?
                    reason == ReasonCode.SESSION_TAKEN_OVER || reason == ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR :
                    reason == TestClient.CLOSED || reason == ReasonCode.SUCCESS, () -> "told " + reason);
            }
        }
        assertEquals(1, counted(Counter.SESSIONS) - sessions);
        assertEquals(FIGHTERS - 1, counted(Counter.TAKEOVERS) - takeovers);
        final TestClient winner = served.get(0).subscribe(topic("t"), 1);
        connect("pub").publish(topic("t"), "m", 1);
        winner.take("m");
    }

    /** Who is let in only after a later connection of its client has the session, is too late. */
    @ParameterizedTest
    @CsvSource({"5,true,131", "5,false,131", "4,true,-1", "4,false,-1", "3,true,-1"})
    @Tag("MQTT-3.14.0-1")
    void shouldTellWhoIsTakenOverBeforeItsConnack(final int version, final boolean clean, final int reason)
    {
        final long takeovers = counted(Counter.TAKEOVERS);
        final TestClient early = open(version).sendConnect(id("a"), clean, c -> c.username(HELD));
        held().join();
        final TestClient late = connect(version, "a", clean, c -> {});

        held.getAndSet(new CompletableFuture<>()).join().accept(null);

        assertEquals(reason, early.awaitEnd());
        assertEquals(takeovers + 1, counted(Counter.TAKEOVERS));
        late.ping();
    }

    private void fight(final List<TestClient> side, final boolean clean)
    {
        for (final TestClient client : side)
        {
            client.sendConnect(id("disputed"), clean, c ->
            {
                if (!clean && client.isV5())
                {
                    c.sessionExpirySeconds(3600);
                }
            });
        }
    }
}
