package io.maxmq.server.protocol;

import io.maxmq.core.counter.Counter;
import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Rules in a file, from the configuration to the client: for what is published, subscribed to, left as a will, retained,
 * shared, waiting for a session; and rules that change while clients are connected.
 */
final class AccessRulesTest extends ProtocolTest
{
    private static final String RULES = String.join("\n",
        "deny publish test/+/denied/#",
        "deny subscribe test/+/nosubscribe test/+/secret/#",
        "deny all test/+/own/%c-not",
        "allow all test/+/own/%c",
        "deny all test/+/own/#",
        "allow all test/#",
        "");

    @TempDir
    static Path folder;

    @Override
    String[] settings()
    {
        write(RULES);
        return new String[]{"acl.file=" + file()};
    }

    @Override
    Broker launch(final BrokerConfig config)
    {
        return Broker.launch(config);
    }

    private static Path file()
    {
        return folder.resolve("acl.conf");
    }

    private static void write(final String rules)
    {
        try
        {
            Files.writeString(file(), rules);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private void change(final String rules)
    {
        write(rules);
        broker().reload();
    }

    @AfterEach
    void restore()
    {
        change(RULES);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void shouldRefuseAFilter(final int version)
    {
        final int refused = version == 5 ? ReasonCode.NOT_AUTHORIZED : 0x80;

        final Packet suback = connect(version, "a").subscribe(s -> s
            .filter(topic("nosubscribe"), 1).filter(topic("yes"), 1).filter("elsewhere/#", 1).filter("#", 0)
            .filter("$share/g/" + topic("nosubscribe"), 1).filter("$share/g/" + topic("yes"), 1)
            .filter("$SYS/#", 0));

        assertEquals(List.of(refused, 1, refused, refused, refused, 1, refused), suback.codes());
    }

    @Test
    void shouldRefuseAMessage()
    {
        final TestClient watcher = connect("watcher").subscribe(topic("#"), 1);
        final TestClient client = connect("a");

        assertEquals(ReasonCode.NOT_AUTHORIZED, client.publish(topic("denied/x"), "no", 1).reasonCode());
        assertEquals(ReasonCode.NOT_AUTHORIZED, client.publish("$SYS/x", "no", 1).reasonCode());
        assertEquals(ReasonCode.NOT_AUTHORIZED, client.publishRetained(topic("denied"), "no", 1).reasonCode());
        connect(4, "b").publish(topic("denied/x"), "no", 2);
        client.publish(topic("x"), "yes", 1);

        watcher.take("yes");
    }

    @Test
    void shouldDeliverNothingOfASecretTopicThroughAWiderFilter()
    {
        final TestClient clean = connect("clean").subscribe(topic("#"), 2);
        final TestClient persistent = connectPersistent("persistent").subscribe(topic("#"), 2);
        final TestClient publisher = connect("publisher");
        final long before = counted(Counter.DROPPED_NOT_RECEIVABLE);

        for (int qos = 0; qos <= 2; qos++)
        {
            publisher.publish(topic("secret/a"), "no", qos);
            publisher.publish(topic("open"), "yes" + qos, qos);
            clean.take("yes" + qos);
            persistent.take("yes" + qos);
        }

        await("six are counted", () -> counted(Counter.DROPPED_NOT_RECEIVABLE) == before + 6);
    }

    @Test
    void shouldDeliverNothingSecretThatIsRetainedOrHasWaited()
    {
        final TestClient publisher = connect("publisher");
        connectPersistent("a").subscribe(topic("#"), 1).close();
        publisher.publishRetained(topic("secret/a"), "no", 1);
        publisher.publishRetained(topic("open"), "yes", 1);

        connectPersistent("a").take("yes");
        connect("b").subscribe(topic("#"), 1).take("yes");
    }

    @Test
    void shouldGiveEveryClientItsOwnTopic()
    {
        final TestClient client = connect("a");

        assertEquals(ReasonCode.NO_MATCHING_SUBSCRIBERS, client.publish(topic("own/" + id("a")), "m", 1).reasonCode());
        assertEquals(ReasonCode.NOT_AUTHORIZED, client.publish(topic("own/" + id("b")), "m", 1).reasonCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "#", "a/b", "+/x", "/"})
    void shouldNotLetANameWidenAPattern(final String name)
    {
        final TestClient client = open(5).connect(name, true, c -> {});

        final Packet suback = client.subscribe(s -> s.filter(topic("own/+"), 0).filter(topic("own/#"), 0)
            .filter(topic("own/a"), 0).filter(topic("own/a/b"), 0));

        assertEquals(List.of(0x87, 0x87, 0x87, 0x87), suback.codes());
    }

    @ParameterizedTest
    @CsvSource({"4,5", "5,135"})
    void shouldRefuseAWill(final int version, final int code)
    {
        final TestClient client = open(version);

        client.sendConnect(id("a"), true, c -> c.will(topic("denied/x"), Bytes.utf8("no"), 1, false));

        assertEquals(code, client.awaitEnd());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldEndSubscriptionsThatAreNoLongerAllowed(final boolean clean)
    {
        final TestClient client = clean ? connect("a") : connectPersistent("a");
        client.subscribe(topic("one"), 1).subscribe(topic("two/#"), 1);
        final TestClient publisher = connect("publisher");
        publisher.publish(topic("one"), "before", 1);
        client.take("before");
        final long revoked = counted(Counter.SUBSCRIPTIONS_REVOKED);

        change("deny subscribe " + topic("one") + "\n" + RULES);
        await("one subscription ends", () -> counted(Counter.SUBSCRIPTIONS_REVOKED) == revoked + 1);
        publisher.publish(topic("one"), "no", 1);
        publisher.publish(topic("two/x"), "yes", 1);

        client.take("yes");
        assertEquals(List.of(ReasonCode.NO_SUBSCRIPTION_EXISTED, 0),
            client.unsubscribe(topic("one"), topic("two/#")).codes());
    }

    @Test
    void shouldLookAgainAtTheSubscriptionsOfASessionThatIsFoundAgain()
    {
        connectPersistent("a").subscribe(topic("one"), 1).subscribe(topic("two"), 1).disconnect();
        final TestClient publisher = connect("publisher");
        publisher.publish(topic("one"), "has waited", 1);

        change("deny subscribe " + topic("one") + "\n" + RULES);
        final TestClient client = connectPersistent("a");
        publisher.publish(topic("one"), "no", 1);
        publisher.publish(topic("two"), "yes", 1);

        client.take("yes");
        assertEquals(List.of(ReasonCode.NO_SUBSCRIPTION_EXISTED), client.unsubscribe(topic("one")).codes());
    }

    @Test
    void shouldAllowWhatNewRulesAllow()
    {
        final TestClient client = connect("a");
        assertEquals(ReasonCode.NOT_AUTHORIZED, client.publish(topic("denied/x"), "m", 1).reasonCode());

        change("allow all #\n");

        await("it may publish", () ->
            client.publish(topic("denied/x"), "m", 1).reasonCode() == ReasonCode.NO_MATCHING_SUBSCRIBERS);
    }

    @Test
    void shouldKeepTheOldRulesWhereTheNewOnesAreWrong()
    {
        final TestClient client = connect("a");

        change("allow everything\n");

        assertEquals(ReasonCode.NOT_AUTHORIZED, client.publish(topic("denied/x"), "m", 1).reasonCode());
        assertEquals(ReasonCode.NO_MATCHING_SUBSCRIBERS, client.publish(topic("x"), "m", 1).reasonCode());
    }
}
