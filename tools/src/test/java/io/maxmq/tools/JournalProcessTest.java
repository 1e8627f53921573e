package io.maxmq.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.maxmq.tools.client.ConnectSettings;
import io.maxmq.tools.client.Message;
import io.maxmq.tools.client.MessageListener;
import io.maxmq.tools.client.MessageProperties;
import io.maxmq.tools.client.MqttClient;
import io.maxmq.tools.client.MqttClientException;
import io.maxmq.tools.client.PacketTrace;
import io.maxmq.tools.client.Subscription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code maxmq start} on a journal, as a process: a disk that fails, a container's process id, and starts after a kill. */
class JournalProcessTest
{
    private static final long TIMEOUT_MS = 60_000;
    private static final List<String> CONTAINER = List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");

    @TempDir
    private Path folder;

    private final List<BrokerProcess> processes = new ArrayList<>();

    @AfterEach
    void endProcesses()
    {
        processes.forEach(BrokerProcess::close);
    }

    /** What a failed flush has dropped cannot be known: nothing is acknowledged after it, and the broker ends. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldAcknowledgeNothingAndEndWhenAFlushFails(final int workers) throws Exception
    {
        final BrokerProcess broker = add(BrokerProcess.main(folder, FailingDisk.class,
            start("--workers", Integer.toString(workers), "--set", "log.sync=batch")));
        final MqttClient client = connect(broker);
        client.publish(retained("before"));
        assertTrue(client.awaitAcknowledged(TIMEOUT_MS));
        Files.createFile(folder.resolve(FailingDisk.FILE));

        client.publish(retained("after"));
        assertThrows(MqttClientException.class, () -> client.awaitAcknowledged(TIMEOUT_MS));
        assertEquals(ExitCode.BROKER_FAILED, broker.awaitExit(), broker.output());
        assertTrue(broker.output().contains("maxmq: the broker has failed: "), broker.output());
        assertTrue(broker.output().contains("could not be brought to the disk"), broker.output());
        assertTrue(broker.output().contains(FailingDisk.MESSAGE), broker.output());

        final List<String> found = retainedMessages(add(BrokerProcess.main(folder, Maxmq.class, start())));
        assertTrue(List.of("before", "after").contains(found.get(0)), found::toString);
    }

    /** In a container every run has the same process id, and a lock file tells nothing about who is alive. */
    @Test
    void shouldStartAgainAsProcessOne() throws Exception
    {
        final List<String> probe = new ArrayList<>(CONTAINER);
        probe.add("true");
        assumeTrue(new ProcessBuilder(probe).start().waitFor() == 0, "unshare is not allowed here");
        for (int run = 0; run < 2; run++)
        {
            final List<String> command = new ArrayList<>(CONTAINER);
            command.addAll(BrokerProcess.java(Maxmq.class, start("--workers", "1")));
            final BrokerProcess broker = add(BrokerProcess.command(folder, command));
            final MqttClient client = connect(broker);
            if (run > 0)
            {
                assertEquals(List.of("kept"), retainedMessages(broker));
            }
            client.publish(retained("kept"));
            assertTrue(client.awaitAcknowledged(TIMEOUT_MS));
            final BrokerProcess second = add(BrokerProcess.main(folder, Maxmq.class, start()));
            assertEquals(ExitCode.BROKER_FAILED, second.awaitExit(), second.output());
            assertTrue(second.output().contains("is used by process 1 started "), second.output());
            broker.kill();
        }
    }

    private static String[] start(final String... options)
    {
        final List<String> args = new ArrayList<>(List.of("start", "--port", "0", "--bind", "127.0.0.1", "--set",
            "log.kind=journal", "--set", "shutdown.timeout=1s"));
        args.addAll(List.of(options));
        return args.toArray(String[]::new);
    }

    private static Message retained(final String payload)
    {
        return Message.of("t", payload.getBytes(StandardCharsets.UTF_8), 1, true, new MessageProperties());
    }

    private static MqttClient connect(final BrokerProcess broker, final MessageListener listener)
        throws IOException, InterruptedException
    {
        final MqttClient client = new MqttClient(
            new ConnectSettings().address("127.0.0.1", broker.awaitPort()), listener, PacketTrace.NONE);
        client.connect();
        return client;
    }

    private static MqttClient connect(final BrokerProcess broker) throws IOException, InterruptedException
    {
        return connect(broker, MessageListener.NONE);
    }

    private static List<String> retainedMessages(final BrokerProcess broker) throws IOException, InterruptedException
    {
        final List<String> received = new ArrayList<>();
        final MqttClient client = connect(broker, (message) ->
        {
            received.add(new String(message.payload(), StandardCharsets.UTF_8));
            return MessageListener.Verdict.LAST;
        });
        client.subscribe(List.of(new Subscription("t", 1, false, false, 0)), 0, List.of());
        assertTrue(client.awaitListener(TIMEOUT_MS));
        client.disconnect();
        return received;
    }

    private BrokerProcess add(final BrokerProcess process)
    {
        processes.add(process);
        return process;
    }
}
