package io.maxmq.core.allocation;

import com.sun.management.ThreadMXBean;
import io.maxmq.core.connection.Quotas;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.event.AppliedPositions;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.worker.Worker;
import io.maxmq.core.worker.WorkerAssembly;
import io.maxmq.journal.event.KeyHash;
import io.maxmq.journal.log.EventSink;
import io.maxmq.journal.log.EventSource;
import io.maxmq.journal.log.InMemoryLog;
import io.maxmq.journal.log.Log;
import io.maxmq.journal.log.LogConfig;
import io.maxmq.journal.log.Sequencer;
import io.maxmq.journal.log.Wakeups;
import io.maxmq.spi.Authenticator;
import io.maxmq.spi.Authoriser;
import io.maxmq.spi.ClientInfo;
import io.maxmq.transport.bus.AeronBus;
import io.maxmq.transport.bus.Bus;
import io.maxmq.transport.bus.BusConfig;
import io.maxmq.transport.bus.BusHandler;
import io.maxmq.transport.bus.Stage;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.PropertyId;
import io.maxmq.transport.codec.PropertyWriter;
import io.maxmq.transport.codec.PublishEncoder;
import io.maxmq.transport.codec.SubscribeEncoder;
import io.maxmq.transport.tcp.HandOverQueue;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/**
 * A message on its whole way, from the publisher's bytes to those for the subscribers and back with every
 * acknowledgement and each decision of an authoriser, allocates nothing once everything has grown: at each QoS, for
 * clean and persistent sessions, to one and to many, with one worker and through the bus of two, in MQTT 3.1.1 and in
 * MQTT 5 with properties, identifiers and aliases.
 */
@Timeout(120)
class MessagePathAllocationTest
{
    private static final int WARM_UP = 1_500;
    private static final int MEASURED = 300;
    private static final int ATTEMPTS = 12;
    private static final int ALIAS = 1;
    /** The smallest object. What the conductor of the bus allocates now and then, until it is compiled, is less. */
    private static final int OBJECT_BYTES = 16;

    /** Asked about every topic, for the publisher and for each receiver. */
    private static final Authoriser ASKED = new Authoriser()
    {
        @Override
        public void authorise(
            final ClientInfo client, final Action action, final String topic, final Decision decision)
        {
            decision.decide(true);
        }

        @Override
        public boolean filtersDeliveries()
        {
            return true;
        }
    };

    private record Client(int worker, AckingChannel channel)
    {
    }

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final long threadId = Thread.currentThread().getId();
    private final MutableDirectBuffer scratch = new ExpandableArrayBuffer(1024);
    private final List<Client> clients = new ArrayList<>();
    private final long nowMs = 1_800_000_000_000L;
    private Bus[] buses;
    private Log log;
    private Worker[] workers;
    private Partitioning partitioning;
    private EventSink eventSink;

    private void start(final int workerCount)
    {
        buses = AeronBus.create(new BusConfig().workers(workerCount).separateSequencer(false));
        log = new InMemoryLog(LogConfig.forReaders(workerCount));
        partitioning = new Partitioning(new KeyHash(3, 7), workerCount, 0);
        final BusHandler onEvent = (source, stage, buffer, offset, length) -> eventSink.offer(buffer, offset, length);
        final EventSource source = (sink, limit) ->
        {
            eventSink = sink;
            return buses[0].poll(Stage.EVENT, onEvent, limit);
        };
        final Sequencer sequencer = new Sequencer(log, () -> nowMs, Wakeups.NONE, source);
        final AppliedPositions positions = new AppliedPositions(workerCount);
        final Quotas quotas = new Quotas(1_000, 1_000, Long.MAX_VALUE);
        workers = new Worker[workerCount];
        for (int i = 0; i < workerCount; i++)
        {
            workers[i] = WorkerAssembly.assemble(new WorkerAssembly.Environment(
                i, LockstepSetup.workers(workerCount).config(), partitioning, buses[i], log.tail(i, 1), log.state(), log.maxEventLength(),
                i == 0 ? sequencer : null, i == 0 ? sequencer.localSink() : null, positions, quotas,
                new HandOverQueue(16), Authenticator.ALLOW_ALL, ASKED, 1, () -> nowMs,
                () -> nowMs * 1_000_000, error -> fail(error)));
            workers[i].recover(0);
        }
    }

    @AfterEach
    void close()
    {
        for (final Worker worker : workers)
        {
            worker.onClose();
        }
        log.close();
    }

    private void cycle()
    {
        for (int worker = 0; worker < workers.length; worker++)
        {
            for (int i = 0; i < clients.size(); i++)
            {
                final Client client = clients.get(i);
                if (client.worker == worker)
                {
                    client.channel.poll();
                }
            }
            workers[worker].doWork();
        }
    }

    private AckingChannel connect(final String prefix, final int worker, final int version, final boolean persistent)
    {
        String id = prefix;
        UnsafeBuffer bytes = new UnsafeBuffer(id.getBytes());
        for (int i = 0; partitioning.homeOfClient(0, bytes, 0, bytes.capacity()) != worker; i++)
        {
            id = prefix + i;
            bytes = new UnsafeBuffer(id.getBytes());
        }
        final AckingChannel channel = new AckingChannel();
        clients.add(new Client(worker, channel));
        final ConnectEncoder connect = new ConnectEncoder().start(version, id, !persistent);
        if (version == 5)
        {
            connect.topicAliasMaximum(5);
            if (persistent)
            {
                connect.sessionExpirySeconds(1000);
            }
        }
        final int length = connect.encode(scratch, 0);
        final byte[] packet = new byte[length];
        scratch.getBytes(0, packet);
        workers[worker].serve(channel, ByteBuffer.wrap(packet));
        await(channel, 1);
        return channel;
    }

    private void await(final AckingChannel channel, final long others)
    {
        for (int i = 0; i < 100_000 && channel.others < others; i++)
        {
            cycle();
        }
        assertEquals(others, channel.others);
    }

    private void subscribe(final AckingChannel channel, final String filter, final int qos, final int version)
    {
        final SubscribeEncoder subscribe = new SubscribeEncoder().start(version, 1);
        if (version == 5)
        {
            subscribe.subscriptionId(17);
        }
        send(channel, subscribe.filter(filter, qos).encode(scratch, 0));
        await(channel, 2);
    }

    private void send(final AckingChannel channel, final int length)
    {
        final byte[] bytes = new byte[length];
        scratch.getBytes(0, bytes);
        channel.send(bytes, length);
    }

    private byte[] publish(final String topic, final int qos, final int version, final boolean withTopic)
    {
        final PublishEncoder publish = new PublishEncoder().start(version, qos, false, false)
            .topic(withTopic ? topic : "").payload(new byte[100]);
        if (qos > 0)
        {
            publish.packetId(1);
        }
        if (version == 5)
        {
            final PropertyWriter properties = new PropertyWriter();
            properties.putString(PropertyId.CONTENT_TYPE, "text/plain");
            properties.putUserProperty("key", "value");
            publish.topicAlias(ALIAS).messageExpirySeconds(60).forwardProperties(properties);
        }
        final byte[] frame = new byte[publish.encode(scratch, 0)];
        scratch.getBytes(0, frame);
        return frame;
    }

    static Stream<Object[]> paths()
    {
        final List<Object[]> paths = new ArrayList<>();
        for (int workers = 1; workers <= 2; workers++)
        {
            for (int qos = 0; qos <= 2; qos++)
            {
                for (int bits = 0; bits < 8; bits++)
                {
                    paths.add(new Object[]{workers, qos, (bits & 1) != 0, (bits & 2) != 0 ? 5 : 4, (bits & 4) != 0 ? 8 : 1});
                }
            }
        }
        return paths.stream();
    }

    @ParameterizedTest(name = "{0} workers, QoS {1}, persistent {2}, version {3}, {4} subscribers")
    @MethodSource("paths")
    void shouldAllocateNothingPerMessage(
        final int workerCount, final int qos, final boolean persistent, final int version, final int subscribers)
    {
        start(workerCount);
        final String topic = topicAt(workerCount - 1);
        final AckingChannel[] receivers = new AckingChannel[subscribers];
        for (int i = 0; i < subscribers; i++)
        {
            receivers[i] = connect("s" + i + "-", i % workerCount, version, persistent);
            subscribe(receivers[i], topic, qos, version);
        }
        final AckingChannel publisher = connect("p", 0, version, persistent);
        final byte[] first = publish(topic, qos, version, true);
        exchange(publisher, first, receivers, qos, 1);
        final byte[] frame = publish(topic, qos, version, version < 5);
        exchange(publisher, frame, receivers, qos, WARM_UP);
        final long tolerated = workerCount == 1 ? 0 : MEASURED * (OBJECT_BYTES - 4);
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && least > tolerated; attempt++)
        {
            final long before = threads.getThreadAllocatedBytes(threadId);
            exchange(publisher, frame, receivers, qos, MEASURED);
            least = Math.min(least, threads.getThreadAllocatedBytes(threadId) - before);
        }
        assertTrue(least <= tolerated, least + " bytes for " + MEASURED + " messages");
        for (final Worker worker : workers)
        {
            assertEquals(0, worker.counters().get(Counter.PROTOCOL_ERRORS));
        }
        assertTrue(!persistent || qos == 0 || log.committed() > WARM_UP);
    }

    private String topicAt(final int owner)
    {
        for (int i = 0; ; i++)
        {
            final UnsafeBuffer bytes = new UnsafeBuffer(("topic/" + i).getBytes());
            if (partitioning.ownerOfTopic(0, bytes, 0, bytes.capacity()) == owner)
            {
                return "topic/" + i;
            }
        }
    }

    private void exchange(
        final AckingChannel publisher, final byte[] frame, final AckingChannel[] receivers, final int qos,
        final int count)
    {
        final long expected = receivers[0].messages + count;
        final long completed = publisher.completed + (qos > 0 ? count : 0);
        for (int i = 0; i < count; i++)
        {
            publisher.send(frame, frame.length);
            final long due = completed - count + i + 1;
            for (int cycles = 0; cycles < 100_000 && qos > 0 && publisher.completed < due; cycles++)
            {
                cycle();
            }
            cycle();
        }
        for (int i = 0; i < receivers.length; i++)
        {
            for (int cycles = 0; cycles < 100_000 && receivers[i].messages < expected; cycles++)
            {
                cycle();
            }
            check(expected, receivers[i].messages);
        }
        for (int i = 0; i < 8; i++)
        {
            cycle();
        }
    }

    private static void check(final long expected, final long actual)
    {
        if (expected != actual)
        {
            fail(actual + " instead of " + expected + " messages");
        }
    }
}
