package io.maxmq.server.protocol;

import io.maxmq.server.robustness.ForkedBroker;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A journal on a small file system of its own that is full for a while: what would have to be kept is refused, the rest
 * is served, and everything acknowledged is there afterwards.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DiskFullTest
{
    private static final int MIB = 1024 * 1024;
    private static final int PAYLOAD = 64 * 1024;
    private static final int WAIT_MS = 20;

    private final List<TestClient> clients = new ArrayList<>();
    private final List<String> accepted = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();
    @TempDir
    private Path folder;
    private int number;

    @AfterEach
    void closeClients()
    {
        clients.forEach(TestClient::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldRefuseWhatItCannotKeepAndServeTheRest(final int workers) throws Exception
    {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=72m", "tmpfs", folder.toString()) == 0,
            "a small file system cannot be mounted here");
        try
        {
            final Path filler = Files.write(folder.resolve("filler"), new byte[36 * MIB]);
            try (ForkedBroker broker = launch(workers))
            {
                fill(broker, filler);
                assertTrue(broker.isAlive());
                broker.kill();
            }
            try (ForkedBroker broker = launch(workers))
            {
                takeEverything(broker);
            }
        }
        finally
        {
            run("umount", "-l", folder.toString());
        }
    }

    private ForkedBroker launch(final int workers) throws IOException
    {
        return ForkedBroker.launch("data=" + folder.resolve("data"), "log.kind=journal", "log.file-size=24MiB",
            "log.reserve=1MiB", "workers=" + workers, "listener.tcp.port=0", "listener.tcp.bind=127.0.0.1");
    }

    private void fill(final ForkedBroker broker, final Path filler) throws Exception
    {
        final TestClient keeper = persistent(broker, "keeper").subscribe("kept", 1);
        keeper.disconnect();
        final TestClient reader = clean(broker, MqttVersion.V5).subscribe("live", 2);
        final TestClient publisher = clean(broker, MqttVersion.V5);
        while (publish(publisher) == ReasonCode.SUCCESS)
        {
            assertTrue(number < 2_000, "the disk is never full");
        }
        assertEquals(ReasonCode.QUOTA_EXCEEDED, publish(publisher));

        final TestClient older = clean(broker, MqttVersion.V3_1_1);
        older.sendPublish("kept", "refused", 1, 1);
        assertEquals(TestClient.CLOSED, older.awaitEnd());
        assertEquals(0, older.keptCount(), "acknowledgements");

        serveTheRest(broker, publisher, reader);
        Files.delete(filler);
        while (publish(publisher) != ReasonCode.SUCCESS)
        {
            Thread.sleep(WAIT_MS);
        }
        for (int i = 0; i < 20; i++)
        {
            assertEquals(ReasonCode.SUCCESS, publish(publisher));
        }
    }

    /** What needs no room goes on, and so does what makes room. */
    private void serveTheRest(final ForkedBroker broker, final TestClient publisher, final TestClient reader)
    {
        for (int qos = 0; qos <= 2; qos++)
        {
            publisher.publish("live", "qos " + qos, qos);
            reader.take("qos " + qos);
        }
        final TestClient keeper = persistent(broker, "keeper");
        for (int i = 0; i < 5; i++)
        {
            taken.add(accepted.remove(0));
            assertEquals(taken.get(i), keeper.take().text().split(" ")[0]);
        }
        keeper.ping();
        keeper.close();
    }

    private void takeEverything(final ForkedBroker broker)
    {
        final TestClient keeper = persistent(broker, "keeper");
        assertTrue(keeper.connack().sessionPresent());
        while (!accepted.isEmpty())
        {
            final String name = keeper.take().text().split(" ")[0];
            // acknowledgements may have been on their way when it died
            if (!taken.contains(name))
            {
                assertEquals(accepted.remove(0), name);
            }
        }
    }

    private int publish(final TestClient publisher)
    {
        final String name = "m" + number++;
        final Packet puback = publisher.publish("kept", name + " " + "x".repeat(PAYLOAD), 1);
        assertEquals(PacketType.PUBACK, puback.type());
        if (puback.reasonCode() == ReasonCode.SUCCESS)
        {
            accepted.add(name);
        }
        return puback.reasonCode();
    }

    private TestClient persistent(final ForkedBroker broker, final String id)
    {
        final TestClient client = add(new TestClient(broker.port(), MqttVersion.V5));
        return client.connect(id, false, c -> c.sessionExpirySeconds(10_000).receiveMaximum(10));
    }

    private TestClient clean(final ForkedBroker broker, final int version)
    {
        return add(new TestClient(broker.port(), version)).connect("c" + clients.size(), true, c -> {});
    }

    private TestClient add(final TestClient client)
    {
        clients.add(client);
        return client;
    }

    private static int run(final String... command) throws IOException, InterruptedException
    {
        try
        {
            return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        }
        catch (final IOException e)
        {
            return -1;
        }
    }
}
