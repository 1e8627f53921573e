package io.maxmq.server.protocol;

import io.maxmq.server.robustness.ForkedBroker;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PropertyId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Times that go on while a broker with a journal is dead, and what it knew. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RestartTest
{
    private static final int LONG_S = 10_000;
    private static final int SHORT_S = 2;
    private static final long MORE_THAN_SHORT_MS = 3_500;

    private final List<TestClient> clients = new ArrayList<>();
    @TempDir
    private Path folder;
    private ForkedBroker broker;

    @AfterEach
    void end() throws Exception
    {
        clients.forEach(TestClient::close);
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 4, none", "4, 1, interval", "2, 2, batch"})
    void shouldGoOnCounting(final int before, final int after, final String sync) throws Exception
    {
        launch(before, sync);
        prepare();
        broker.kill();
        Thread.sleep(MORE_THAN_SHORT_MS);
        launch(after, sync);

        final TestClient keeper = open("keeper", LONG_S, c -> {});
        assertTrue(keeper.connack().sessionPresent());
        final long leftS = keeper.take("never expires soon").number(PropertyId.MESSAGE_EXPIRY_INTERVAL);
        assertTrue(leftS < LONG_S - SHORT_S && leftS > LONG_S - 300, () -> "left " + leftS);
        keeper.take("never expires");
        assertFalse(open("short", SHORT_S, c -> {}).connack().sessionPresent());
        checkRetained();
        open("comes back", LONG_S, RestartTest::longWill);
        checkWills();
    }

    private void prepare()
    {
        open("watcher", LONG_S, c -> {}).subscribe("will/+", 2).disconnect();
        open("short", SHORT_S, c -> {}).subscribe("t", 1).disconnect();
        open("keeper", LONG_S, c -> {}).subscribe("t", 2).disconnect();
        final TestClient publisher = open("publisher", 0, c -> {});
        publish(publisher, "t", "expires", 1, false, SHORT_S);
        publish(publisher, "t", "never expires soon", 2, false, LONG_S);
        publisher.publish("t", "never expires", 1);
        publish(publisher, "r/expires", "expires", 1, true, SHORT_S);
        publish(publisher, "r/stays", "stays", 1, true, LONG_S);
        publisher.publishRetained("r/qos0", "of QoS 0", 0);
        // seen by a subscriber, so it is where it has to be
        final TestClient reader = open("reader", 0, c -> {}).subscribe("r/qos0", 0);
        reader.take("of QoS 0");
        open("vanished", LONG_S, c -> will(c, "vanished", SHORT_S)).close();
        open("cut off", LONG_S, c -> will(c, "cut-off", SHORT_S));
        open("comes back", LONG_S, RestartTest::longWill);
    }

    private void checkRetained()
    {
        final TestClient reader = open("late reader", 0, c -> {}).subscribe("r/+", 1);
        final Set<String> found = new TreeSet<>();
        while (found.size() < 2)
        {
            found.add(reader.take().text());
        }
        reader.ping();
        assertEquals(0, reader.keptCount());
        assertEquals(Set.of("of QoS 0", "stays"), found);
    }

    /** Whose connection had ended before the crash, whose ended by it; not who came back in time. */
    private void checkWills()
    {
        final TestClient watcher = open("watcher", LONG_S, c -> {});
        assertTrue(watcher.connack().sessionPresent());
        assertEquals(Set.of("vanished", "cut-off"), Set.of(watcher.take().text(), watcher.take().text()));
        watcher.ping();
        assertEquals(0, watcher.keptCount());
    }

    private static void will(final ConnectEncoder connect, final String name, final int delayS)
    {
        connect.will("will/" + name, Bytes.utf8(name), 2, false).willDelaySeconds(delayS);
    }

    private static void longWill(final ConnectEncoder connect)
    {
        will(connect, "comes-back", LONG_S);
    }

    private static void publish(
        final TestClient publisher, final String topic, final String payload, final int qos, final boolean retain,
        final int expiryS)
    {
        publisher.publish(qos, retain,
            p -> p.topic(topic).payload(Bytes.utf8(payload)).messageExpirySeconds(expiryS));
    }

    private void launch(final int workers, final String sync) throws IOException
    {
        broker = ForkedBroker.launch("data=" + folder, "log.kind=journal", "log.reserve=1MiB", "log.sync=" + sync,
            "workers=" + workers, "listener.tcp.port=0", "listener.tcp.bind=127.0.0.1");
    }

    private TestClient open(final String id, final int expiryS, final Consumer<ConnectEncoder> fields)
    {
        final TestClient client = new TestClient(broker.port(), MqttVersion.V5);
        clients.add(client);
        return client.connect(id, false, c -> fields.accept(c.sessionExpirySeconds(expiryS)));
    }
}
