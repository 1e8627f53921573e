package io.maxmq.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.maxmq.transport.buffer.TestFrames;
import io.maxmq.transport.bus.Waker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * An acceptor driven step by step by the test's thread, with real connections and a clock that the test sets.
 */
@Timeout(60)
abstract class AcceptorSetUp
{
    static final byte[] CONNECT = TestFrames.frame(0x10, 40, 1);
    final ListenerConfig listener = new ListenerConfig(3, "tcp", "127.0.0.1", 0, 2000);
    final AcceptorConfig config = new AcceptorConfig()
        .maxParkMs(1)
        .epochClock(() -> 1234)
        .nanoClock(() -> TimeUnit.MILLISECONDS.toNanos(this.nowMs));
    private final List<SocketChannel> clients = new ArrayList<>();
    final List<Throwable> errors = new ArrayList<>();
    final HandOverQueue[] queues = {new HandOverQueue(2), new HandOverQueue(2)};
    final int[] wakes = new int[2];
    Router router = (listenerId, buffer, offset, length) -> 0;
    Acceptor acceptor;
    volatile long nowMs;

    @AfterEach
    void close() throws IOException
    {
        if (acceptor != null)
        {
            acceptor.close();
        }
        for (final HandOverQueue queue : queues)
        {
            queue.closeAll();
        }
        for (final SocketChannel client : clients)
        {
            client.close();
        }
    }

    final void start()
    {
        acceptor = new Acceptor(
            config,
            List.of(listener),
            (listenerId, buffer, offset, length) -> router.workerFor(listenerId, buffer, offset, length),
            queues,
            new Waker[]{() -> wakes[0]++, () -> wakes[1]++},
            errors::add);
    }

    final SocketChannel client(final byte... bytes) throws IOException
    {
        final SocketChannel client = SocketChannel.open(
            new InetSocketAddress(InetAddress.getByName("127.0.0.1"), acceptor.boundPort(listener)));
        clients.add(client);
        send(client, bytes);
        return client;
    }

    static void send(final SocketChannel client, final byte... bytes) throws IOException
    {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining())
        {
            client.write(buffer);
        }
    }

    static byte[] head(final byte[] bytes, final int length)
    {
        return Arrays.copyOf(bytes, length);
    }

    static byte[] tail(final byte[] bytes, final int from)
    {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    final void workUntil(final BooleanSupplier condition)
    {
        while (!condition.getAsBoolean())
        {
            acceptor.doWork();
        }
    }

    final void workUntil(final AcceptorCounter counter, final long value)
    {
        workUntil(() -> count(counter) >= value);
        assertEquals(value, count(counter));
    }

    final long count(final AcceptorCounter counter)
    {
        return acceptor.counters().get(counter);
    }

    final void assertEnded(final SocketChannel client) throws IOException
    {
        try
        {
            assertEquals(-1, client.read(ByteBuffer.allocate(1)));
        }
        catch (final IOException reset)
        {
            // Closed with bytes unread: the kernel says so with a reset.
        }
    }

    final void assertBalanced()
    {
        long ended = 0;
        for (final AcceptorCounter counter : AcceptorCounter.values())
        {
            if (counter.isEnd())
            {
                ended += count(counter);
            }
        }
        assertEquals(count(AcceptorCounter.ACCEPTED), ended + count(AcceptorCounter.WAITING));
    }

    static byte[] unread(final HandOver handOver)
    {
        final byte[] bytes = new byte[handOver.unread().remaining()];
        handOver.unread().get(bytes);
        return bytes;
    }
}
