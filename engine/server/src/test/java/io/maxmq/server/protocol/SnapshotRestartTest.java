package io.maxmq.server.protocol;

import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
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

/** A broker that goes on from snapshots, with another number of workers each time. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SnapshotRestartTest
{
    private static final int LONG_S = 10_000;
    private static final int INBOUND_ID = 7;

    private final List<TestClient> clients = new ArrayList<>();
    @TempDir
    private Path folder;
    private Broker broker;

    @AfterEach
    void end()
    {
        clients.forEach(TestClient::close);
        broker.close();
    }

    @Test
    void shouldKeepEverythingFromOneWorkerToFourToTwo() throws Exception
    {
        launch(1);
        prepare();
        snapshot();
        publish("three");
        relaunch(4);
        snapshot();
        publish("four");
        relaunch(2);
        final TestClient keeper = open("keeper", c -> {});
        for (final String text : List.of("one", "two", "three", "four"))
        {
            assertEquals(text, keeper.take().text());
        }
        assertTrue(keeper.connack().sessionPresent());
        checkQos2();
        checkRetained();
        final TestClient watcher = open("watcher", c -> {});
        watcher.take("the will");
        watcher.ping();
        assertEquals(0, watcher.keptCount());
    }

    private void prepare()
    {
        open("keeper", c -> {}).subscribe("t", 2).disconnect();
        open("watcher", c -> {}).subscribe("will", 1).disconnect();
        open("once", c -> {}).subscribe("q", 2).disconnect();
        final TestClient half = open("half", c -> {}).subscribe("h", 2);
        publish("one");
        publish("two");
        final TestClient publisher = open("publisher", c -> {});
        publisher.publish("h", "begun", 2);
        publisher.publishRetained("r/1", "of QoS 1", 1);
        publisher.publishRetained("r/0", "of QoS 0", 0);
        publisher.publishRetained("r/2", "removed", 1);
        publisher.publishRetained("r/2", "", 1);
        publisher.sendPublish("q", "only once", 2, INBOUND_ID);
        publisher.await(PacketType.PUBREC);
        final Packet begun = half.message();
        half.sendAck(PacketType.PUBREC, begun.packetId());
        half.await(PacketType.PUBREL);
        half.close();
        publisher.close();
        open("mourned", c -> c.will("will", Bytes.utf8("the will"), 1, false).willDelaySeconds(1));
    }

    /** Both directions stand where they stood: released here, received there. */
    private void checkQos2()
    {
        final TestClient half = open("half", c -> {});
        half.sendAck(PacketType.PUBCOMP, half.await(PacketType.PUBREL).packetId());
        half.ping();
        assertEquals(0, half.keptCount());
        final TestClient publisher = open("publisher", c -> {});
        publisher.sendPublish(2, true, false, INBOUND_ID, p -> p.topic("q").payload(Bytes.utf8("only once")));
        publisher.await(PacketType.PUBREC);
        publisher.sendAck(PacketType.PUBREL, INBOUND_ID);
        assertEquals(ReasonCode.SUCCESS, publisher.await(PacketType.PUBCOMP).reasonCode());
        final TestClient once = open("once", c -> {});
        once.take("only once");
        once.ping();
        assertEquals(0, once.keptCount());
    }

    private void checkRetained()
    {
        final TestClient reader = open("reader", c -> {}).subscribe("r/+", 1);
        final Set<String> found = new TreeSet<>(Set.of(reader.take().text(), reader.take().text()));
        reader.ping();
        assertEquals(0, reader.keptCount());
        assertEquals(Set.of("of QoS 0", "of QoS 1"), found);
    }

    private void publish(final String text)
    {
        open("p", c -> {}).publish("t", text, 1);
    }

    private TestClient open(final String id, final Consumer<ConnectEncoder> fields)
    {
        final TestClient client = new TestClient(broker.boundPort(), MqttVersion.V5);
        clients.add(client);
        return client.connect(id, false, c -> fields.accept(c.sessionExpirySeconds(LONG_S)));
    }

    private void launch(final int workers)
    {
        broker = Broker.launch(BrokerConfig.with("data=" + folder, "log.kind=journal", "log.reserve=1MiB",
            "log.file-size=24MiB", "workers=" + workers, "listener.tcp.port=0", "listener.tcp.bind=127.0.0.1",
            "shutdown.timeout=0s"));
    }

    private void relaunch(final int workers)
    {
        broker.close();
        launch(workers);
    }

    private void snapshot() throws IOException
    {
        final Path journal = folder.resolve("journal");
        final String before = snapshotLine(journal);
        Files.createFile(journal.resolve("snapshot.request"));
        while (before.equals(snapshotLine(journal)))
        {
            assertFalse(Thread.interrupted(), "timed out");
            Thread.yield();
        }
    }

    private static String snapshotLine(final Path journal) throws IOException
    {
        return Files.readString(journal.resolve("manifest")).lines()
            .filter(line -> line.startsWith("snapshot ")).findFirst().orElse("");
    }
}
