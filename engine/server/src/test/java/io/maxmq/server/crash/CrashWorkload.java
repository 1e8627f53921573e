package io.maxmq.server.crash;

import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.MqttVersion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What clients do with a broker that dies now and then, always the same: subscribers that stay, that are away, that are
 * taken over, that begin anew, that share; publishers of QoS 1 and 2; retained messages, set and removed; a filter that
 * is given up. In the end everybody has what is due: QoS 1 at least once, QoS 2 once, in order.
 */
final class CrashWorkload implements AutoCloseable
{
    private static final long DEADLINE_S = 120;
    private static final long POLL_NS = 200_000;

    private final MortalBroker broker;
    private final Random random;
    private final String padding;
    private final List<ModelClient> clients = new ArrayList<>();
    private final Map<String, Integer> published = new TreeMap<>();
    private final ModelClient first;
    private final ModelClient second;
    private final ModelClient online;
    private final ModelClient away;
    private final ModelClient takenOver;
    private final ModelClient late;
    private final ModelClient renewed;
    private final List<ModelClient> group;
    private int number;

    /**
     * @param broker  that listens.
     * @param seed    of what clients do with their acknowledgements.
     * @param padding characters to be put behind each message.
     */
    CrashWorkload(final MortalBroker broker, final long seed, final int padding)
    {
        this.broker = broker;
        this.padding = padding == 0 ? "" : Incoming.PADDING_BEGINS + "x".repeat(padding - 1);
        random = new Random(seed);
        first = client("p1", MqttVersion.V5, true, c -> {});
        second = client("p2", MqttVersion.V3_1_1, true, c -> {});
        online = client("online", MqttVersion.V5, true, c -> c.receiveMaximum(4));
        away = client("away", MqttVersion.V3_1_1, true, c -> {});
        takenOver = client("taken-over", MqttVersion.V5, true, c -> c.receiveMaximum(3));
        late = client("late", MqttVersion.V5, true, c -> {});
        renewed = client("renewed", MqttVersion.V5, true, c -> {});
        group = List.of(
            client("g1", MqttVersion.V5, false, c -> c.receiveMaximum(2)),
            client("g2", MqttVersion.V5, false, c -> c.receiveMaximum(2)));
    }

    private ModelClient client(
        final String id, final int version, final boolean keepsOrder, final Consumer<ConnectEncoder> fields)
    {
        final ModelClient client = new ModelClient(id, version, keepsOrder, random, fields);
        clients.add(client);
        return client;
    }

    /** From the first connection to the last message. */
    void run() throws IOException, InterruptedException
    {
        subscribe();
        publishWhileSomeAreAway();
        retain();
        moveOn();
        finish();
    }

    private void subscribe() throws IOException, InterruptedException
    {
        Stream.of(first, second, online, away, takenOver, renewed).forEach(ModelClient::connect);
        group.forEach(ModelClient::connect);
        Stream.of(online, away, takenOver).forEach(client -> client.subscribe("t/#", 2));
        renewed.subscribe("t/#", 2);
        group.forEach(client -> client.subscribe("$share/g/t/#", 2));
        await("subscriptions", this::allDone);
        takenOver.subscribe("given-up", 1);
        await("a second subscription", takenOver::isDone);
    }

    private void publishWhileSomeAreAway() throws IOException, InterruptedException
    {
        away.disconnect();
        publish(first, 3);
        publish(second, 3);
        takenOver.abandon();
        publish(first, 3);
        publish(second, 3);
        await("messages", () -> first.isDone() && second.isDone());
    }

    private void retain() throws IOException, InterruptedException
    {
        first.publish("r/a", "p1:1:1:old", 1, true);
        first.publish("r/b", "p1:2:2:gone", 2, true);
        first.publish("r/c", "p1:3:2:kept", 2, true);
        first.publish("r/a", "p1:4:1:new", 1, true);
        first.publish("r/b", "", 1, true);
        takenOver.unsubscribe("given-up");
        renewed.startClean();
        await("retained messages", () -> first.isDone() && takenOver.isDone() && renewed.isDone());
        second.publish("given-up", "p2:1:1:late", 1, false);
        late.connect();
        late.subscribe("r/#", 1);
        group.get(0).drop();
        publish(first, 4);
        publish(second, 4);
        await("more messages", () -> first.isDone() && second.isDone() && late.isDone());
    }

    private void moveOn() throws IOException, InterruptedException
    {
        away.connect();
        group.get(0).connect();
        online.abandon();
        publish(first, 2);
        await("everybody back", this::allDone);
    }

    /** Once more everybody is told the same, across one more death, so that whatever was left has come before. */
    private void finish() throws IOException, InterruptedException
    {
        await("all messages", this::hasEverything);
        await("rest", () -> clients.stream().allMatch(ModelClient::isIdle));
        broker.kill();
        clients.forEach(ModelClient::disconnected);
        await("everybody back after the last death", this::allDone);
        publish(first, 1);
        publish(second, 1);
        await("the last messages", this::hasEverything);
        await("rest", () -> clients.stream().allMatch(ModelClient::isIdle));
        check();
    }

    private void publish(final ModelClient publisher, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            for (int qos = 1; qos <= 2; qos++)
            {
                final String payload = (publisher == first ? "p1:" : "p2:") + ++number + ":" + qos;
                publisher.publish("t/" + number % 3, payload + padding, qos, false);
                published.put(payload, qos);
            }
        }
    }

    private boolean allDone()
    {
        return clients.stream().allMatch(client -> client == late || client.isDone());
    }

    private boolean hasEverything()
    {
        return Stream.of(online, away, takenOver).allMatch(c -> c.delivered().keySet().containsAll(published.keySet())) &&
            published.keySet().stream().allMatch(message -> shared(message) > 0) &&
            late.delivered().containsKey("p1:4:1:new") && late.delivered().containsKey("p1:3:2:kept");
    }

    private int shared(final String message)
    {
        return group.stream().mapToInt(member -> member.delivered().getOrDefault(message, 0)).sum();
    }

    private void check()
    {
        published.forEach((message, qos) ->
            assertTrue(qos == 1 || shared(message) == 1, () -> shared(message) + " times in the group: " + message));
        Stream.of(online, away, takenOver).forEach(client ->
            assertEquals(published.keySet(), client.delivered().keySet(), client::toString));
        assertEquals(List.of("p1:3:2:kept", "p1:4:1:new"), late.delivered().keySet().stream().sorted().toList());
        assertEquals(Map.of(), renewed.delivered());
        assertFalse(takenOver.delivered().containsKey("p2:1:1:late"));
    }

    private void await(final String what, final BooleanSupplier condition) throws IOException, InterruptedException
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_S);
        while (!condition.getAsBoolean())
        {
            if (broker.look())
            {
                clients.forEach(ModelClient::disconnected);
            }
            clients.forEach(client -> client.tick(broker.port()));
            assertTrue(deadlineNs - System.nanoTime() > 0, () -> "waited in vain for " + what + ": " + state());
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private String state()
    {
        final StringBuilder text = new StringBuilder();
        for (final ModelClient client : clients)
        {
            final long missing = published.keySet().stream()
                .filter(message -> !client.delivered().containsKey(message)).count();
            text.append("; ").append(client).append(client.isIdle() ? " at rest" : " busy").append(" without ")
                .append(missing);
        }
        return text.toString();
    }

    @Override
    public void close()
    {
        clients.forEach(ModelClient::close);
    }
}
