package io.maxmq.server.robustness;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.worker.Worker;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PublishEncoder;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Publishers that send more than anybody takes are slowed by not being read, and no other client feels it.
 */
class FloodTest extends RobustnessTest
{
    private static final int MESSAGE = 1_000;
    private static final int FLOOD = 1_500;

    /** It gets no acknowledgement lost either, when it reads them at last. */
    @Test
    void shouldNotReadAPublisherThatDoesNotReadItsAcknowledgements() throws IOException
    {
        launch("limits.write-buffer=64KiB", "mqtt.max-packet-size=64KiB", "mqtt.receive-maximum=100");
        try (SocketChannel flood = SocketChannel.open())
        {
            flood.setOption(StandardSocketOptions.SO_RCVBUF, 4 * 1024);
            flood.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), broker().boundPort()));
            flood.write(connect());
            flood.configureBlocking(false);
            final Flood messages = new Flood(flood);
            messages.sendUntilNothingIsTaken(64L * 1024 * 1024);
            assertServed("others", 50);
            assertTrue(counted(Counter.PUBLISH_RECEIVED_QOS1) < messages.sent() + 100);

            messages.readAcknowledgements();
        }
        assertEquals(0, counted(Counter.WRITE_OVERFLOWS));
        assertServed("later", 10);
    }

    private static ByteBuffer connect()
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final int length = new ConnectEncoder().start(MqttVersion.V3_1_1, "flood", true).encode(buffer, 0);
        return ByteBuffer.wrap(buffer.byteArray(), 0, length);
    }

    /**
     * One worker stands still. Who publishes to it is not read any more once what lies between is full; who has nothing
     * to do with it is served. When it goes on, nothing has been lost.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldSlowPublishersIntoAFullWayAndNobodyElse(final int qos)
    {
        // With one worker there is no way between workers.
        launch("workers=" + Math.max(2, workers), "bus.term-length=64KiB", "mqtt.receive-maximum=65535");
        final String full = placeAt(1, i -> "full/" + i, this::ownerOf);
        final String free = placeAt(0, i -> "free/" + i, this::ownerOf);
        final RawClient publisher = connect(placeAt(0, i -> "publisher-" + i, this::homeOf));
        final RawClient subscriber = connect(placeAt(0, i -> "subscriber-" + i, this::homeOf)).subscribe(full, qos);
        final RawClient other = connect(placeAt(0, i -> "other-" + i, this::homeOf)).subscribe(free, 1);
        final RawClient sender = connect(placeAt(0, i -> "sender-" + i, this::homeOf));

        final CountDownLatch goOn = new CountDownLatch(1);
        broker().workers().get(1).execute(() -> awaitUninterruptibly(goOn));
        final Thread flood = new Thread(() ->
        {
            for (int i = 0; i < FLOOD; i++)
            {
                publisher.sendPublish(full, RawClient.numbered(i, MESSAGE), qos);
            }
        });
        flood.setDaemon(true);
        flood.start();
        try
        {
            await("the publisher meets a full way", () -> counted(Counter.PUBLISH_BACK_PRESSURED) > 0);
            for (int i = 0; i < 100; i++)
            {
                sender.publish(free, i, 100);
                other.take(i);
            }
        }
        finally
        {
            goOn.countDown();
        }
        for (int i = 0; i < FLOOD; i++)
        {
            subscriber.take(i);
        }
        for (int i = 0; i < (qos == 0 ? 0 : FLOOD); i++)
        {
            assertEquals(i + 1, publisher.await(PacketType.PUBACK).packetId());
        }
    }

    /** Every worker sends to the next what comes back to it, all at once, through ways that are far too narrow. */
    @Test
    void shouldNotLockWhenAllWaysAreFull()
    {
        launch("bus.term-length=64KiB", "mqtt.receive-maximum=65535", "queue.clean.max-bytes=64MiB");
        final int count = 300;
        final List<RawClient> publishers = new ArrayList<>();
        final List<RawClient> subscribers = new ArrayList<>();
        final List<Thread> floods = new ArrayList<>();
        for (int w = 0; w < workers; w++)
        {
            final String ring = "ring/" + w + "/";
            final String topic = placeAt((w + 1) % workers, i -> ring + i, this::ownerOf);
            final RawClient publisher = connect(placeAt(w, i -> ring + "publisher-" + i, this::homeOf));
            publishers.add(publisher);
            subscribers.add(connect(placeAt(w, i -> ring + "subscriber-" + i, this::homeOf)).subscribe(topic, 1));
            floods.add(new Thread(() ->
            {
                for (int i = 0; i < count; i++)
                {
                    publisher.sendPublish(topic, RawClient.numbered(i, 16 * 1024), 1);
                }
            }));
        }
        final CountDownLatch goOn = new CountDownLatch(1);
        broker().workers().forEach(worker -> worker.execute(() -> awaitUninterruptibly(goOn)));
        floods.forEach(Thread::start);
        goOn.countDown();
        for (int w = 0; w < workers; w++)
        {
            for (int i = 0; i < count; i++)
            {
                subscribers.get(w).take(i);
            }
            for (int i = 0; i < count; i++)
            {
                assertEquals(i + 1, publishers.get(w).await(PacketType.PUBACK).packetId());
            }
        }
    }

    /** The log takes no messages while a worker is too far behind; what does not need it goes on. */
    @Test
    void shouldHoldBackWhatIsLoggedWhileAWorkerLags()
    {
        launch("workers=" + Math.max(2, workers), "log.max-lag=1MiB", "mqtt.receive-maximum=65535");
        final String topic = placeAt(0, i -> "logged/" + i, this::ownerOf);
        final String free = placeAt(0, i -> "free/" + i, this::ownerOf);
        final RawClient publisher = connect(placeAt(0, i -> "publisher-" + i, this::homeOf));
        final RawClient other = connect(placeAt(0, i -> "other-" + i, this::homeOf)).subscribe(free, 1);
        final RawClient subscriber = open(MqttVersion.V5);
        subscriber.connectPersistent(placeAt(1, i -> "subscriber-" + i, this::homeOf), 100);
        subscriber.subscribe(topic, 1);

        final CountDownLatch goOn = new CountDownLatch(1);
        broker().workers().get(1).execute(() -> awaitUninterruptibly(goOn));
        final int count = 400;
        final Thread flood = new Thread(() ->
        {
            for (int i = 0; i < count; i++)
            {
                publisher.sendPublish(topic, RawClient.numbered(i, 16 * 1024), 1);
            }
        });
        flood.setDaemon(true);
        flood.start();
        try
        {
            await("the publisher is held back", () -> counted(Counter.PUBLISH_BACK_PRESSURED) > 0);
            for (int i = 0; i < 100; i++)
            {
                other.sendPublish(free, RawClient.numbered(i, 100), 0);
                other.take(i);
            }
        }
        finally
        {
            goOn.countDown();
        }
        for (int i = 0; i < count; i++)
        {
            subscriber.take(i);
        }
        for (int i = 0; i < count; i++)
        {
            assertEquals(i + 1, publisher.await(PacketType.PUBACK).packetId());
        }
    }

    private static void awaitUninterruptibly(final CountDownLatch latch)
    {
        try
        {
            latch.await();
        }
        catch (final InterruptedException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /** A name that belongs to a worker: the hash has a new key in every broker. */
    private static String placeAt(
        final int worker, final IntFunction<String> names, final ToIntFunction<String> placeOf)
    {
        int i = 0;
        while (placeOf.applyAsInt(names.apply(i)) != worker)
        {
            i++;
        }
        return names.apply(i);
    }

    private int ownerOf(final String topic)
    {
        return workerThatCounts(Counter.NO_MATCH, () ->
        {
            final RawClient client = connect("owner-of");
            client.publish(topic, 0, 4);
            client.close();
        });
    }

    private int homeOf(final String clientId)
    {
        return workerThatCounts(Counter.CONNECTS_ACCEPTED, () -> connect(clientId).close());
    }

    private int workerThatCounts(final Counter counter, final Runnable action)
    {
        final long[] before = broker().workers().stream().mapToLong(w -> w.counters().get(counter)).toArray();
        action.run();
        for (final Worker worker : broker().workers())
        {
            if (worker.counters().get(counter) > before[worker.index()])
            {
                return worker.index();
            }
        }
        throw new AssertionError(counter + " was not counted");
    }

    /** Small QoS 1 messages in large pieces, and their acknowledgements. */
    private static final class Flood
    {
        private static final int BATCH = 512;
        private static final int IDS = 65_535;
        private static final long SILENCE_NS = TimeUnit.MILLISECONDS.toNanos(500);

        private final SocketChannel channel;
        private final ByteBuffer batch;
        private final int messageLength;
        private long bytes;
        private int packetId;

        Flood(final SocketChannel channel)
        {
            this.channel = channel;
            batch = ByteBuffer.allocate(64 * BATCH);
            messageLength = fill();
        }

        private int fill()
        {
            final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
            batch.clear();
            int length = 0;
            for (int i = 0; i < BATCH; i++)
            {
                packetId = packetId % IDS + 1;
                length = new PublishEncoder().start(MqttVersion.V3_1_1, 1, false, false).packetId(packetId)
                    .topic("flood").payload(new byte[4]).encode(buffer, 0);
                batch.put(buffer.byteArray(), 0, length);
            }
            batch.flip();
            return length;
        }

        /** Sends until the broker has taken nothing for a while; fails where it takes everything. */
        void sendUntilNothingIsTaken(final long limit) throws IOException
        {
            long lastNs = System.nanoTime();
            while (System.nanoTime() - lastNs < SILENCE_NS)
            {
                if (!batch.hasRemaining())
                {
                    fill();
                }
                final int written = channel.write(batch);
                bytes += written;
                assertTrue(bytes < limit, "the broker reads on");
                if (written > 0)
                {
                    lastNs = System.nanoTime();
                }
                else
                {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
            }
        }

        long sent()
        {
            return bytes / messageLength;
        }

        /** CONNACK, then one PUBACK for each message, in order; the rest of a message that was begun is sent too. */
        void readAcknowledgements() throws IOException
        {
            final long count = (bytes + messageLength - 1) / messageLength;
            batch.limit(batch.position() + (int)(count * messageLength - bytes));
            final ByteBuffer in = ByteBuffer.allocate(64 * 1024);
            boolean connack = false;
            long acknowledged = 0;
            final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RawClient.DEADLINE_MS);
            while (acknowledged < count && deadlineNs - System.nanoTime() > 0)
            {
                channel.write(batch);
                assertTrue(channel.read(in) >= 0, "the connection has ended");
                in.flip();
                while (in.remaining() >= 4)
                {
                    final int type = in.get() >> 4;
                    in.get();
                    final int value = in.getShort() & 0xFFFF;
                    if (connack)
                    {
                        assertEquals(PacketType.PUBACK, type);
                        assertEquals(acknowledged++ % IDS + 1, value);
                    }
                    connack = true;
                }
                in.compact();
            }
            assertEquals(count, acknowledged);
        }
    }
}
