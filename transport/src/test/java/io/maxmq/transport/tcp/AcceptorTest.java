package io.maxmq.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.maxmq.transport.buffer.TestFrames;
import io.maxmq.transport.bus.Waker;

import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The acceptor driven step by step by the test's thread, with real connections and a clock that the test sets.
 */
@Timeout(60)
class AcceptorTest
{
    private static final byte[] CONNECT = TestFrames.frame(0x10, 40, 1);

    private final ListenerConfig listener = new ListenerConfig(3, "tcp", "127.0.0.1", 0, 2000);
    private final AcceptorConfig config = new AcceptorConfig()
        .maxParkMs(1)
        .epochClock(() -> 1234)
        .nanoClock(() -> TimeUnit.MILLISECONDS.toNanos(this.nowMs));
    private final List<SocketChannel> clients = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();
    private final HandOverQueue[] queues = {new HandOverQueue(2), new HandOverQueue(2)};
    private final int[] wakes = new int[2];
    private Router router = (listenerId, buffer, offset, length) -> 0;
    private Acceptor acceptor;
    private volatile long nowMs;

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

    private void start()
    {
        acceptor = new Acceptor(
            config,
            List.of(listener),
            (listenerId, buffer, offset, length) -> router.workerFor(listenerId, buffer, offset, length),
            queues,
            new Waker[]{() -> wakes[0]++, () -> wakes[1]++},
            errors::add);
    }

    private SocketChannel client(final byte... bytes) throws IOException
    {
        final SocketChannel client = SocketChannel.open(
            new InetSocketAddress(InetAddress.getByName("127.0.0.1"), acceptor.boundPort(listener)));
        clients.add(client);
        send(client, bytes);
        return client;
    }

    private static void send(final SocketChannel client, final byte... bytes) throws IOException
    {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining())
        {
            client.write(buffer);
        }
    }

    private static byte[] head(final byte[] bytes, final int length)
    {
        return Arrays.copyOf(bytes, length);
    }

    private static byte[] tail(final byte[] bytes, final int from)
    {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private void workUntil(final BooleanSupplier condition)
    {
        while (!condition.getAsBoolean())
        {
            acceptor.doWork();
        }
    }

    private void workUntil(final AcceptorCounter counter, final long value)
    {
        workUntil(() -> count(counter) >= value);
        assertEquals(value, count(counter));
    }

    private long count(final AcceptorCounter counter)
    {
        return acceptor.counters().get(counter);
    }

    private void assertEnded(final SocketChannel client) throws IOException
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

    private void assertBalanced()
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

    private static byte[] unread(final HandOver handOver)
    {
        final byte[] bytes = new byte[handOver.unread().remaining()];
        handOver.unread().get(bytes);
        return bytes;
    }

    @Test
    void shouldHandOverWithThePipelinedBytesBehindConnect() throws IOException
    {
        start();
        final byte[] publish = TestFrames.frame(300, 2);
        final byte[] sent = TestFrames.join(List.of(CONNECT, publish, head(publish, 100)));
        final SocketChannel client = client(sent);
        workUntil(AcceptorCounter.HANDED_OVER, 1);
        final HandOver handOver = queues[0].poll();
        assertArrayEquals(sent, unread(handOver));
        assertEquals(3, handOver.listenerId());
        assertEquals(1234, handOver.acceptedAtMs());
        assertEquals("127.0.0.1:" + client.socket().getLocalPort(), handOver.remoteAddress());
        assertFalse(handOver.socket().isRegistered());
        assertFalse(handOver.socket().isBlocking());
        assertTrue(handOver.socket().getOption(StandardSocketOptions.TCP_NODELAY));
        assertEquals(1, wakes[0]);
        assertEquals(0, wakes[1]);
        assertEquals(0, acceptor.waitingBytes());
        assertBalanced();
        handOver.close();
    }

    @Test
    void shouldHandOverInTheCycleThatReadConnect() throws IOException
    {
        start();
        final SocketChannel client = client();
        workUntil(AcceptorCounter.ACCEPTED, 1);
        send(client, CONNECT);
        workUntil(() -> acceptor.doWork() > 0);
        assertEquals(1, count(AcceptorCounter.HANDED_OVER));
    }

    @Test
    void shouldGiveTheRouterTheBodyOfConnect() throws IOException
    {
        start();
        final byte[] connect = TestFrames.frame(0x10, 300, 7);
        final byte[][] seen = new byte[1][];
        router = (listenerId, buffer, offset, length) ->
        {
            assertEquals(3, listenerId);
            seen[0] = new byte[length];
            buffer.getBytes(offset, seen[0]);
            return 1;
        };
        client(TestFrames.join(List.of(connect, CONNECT)));
        workUntil(AcceptorCounter.HANDED_OVER, 1);
        assertArrayEquals(tail(connect, 3), seen[0]);
        assertTrue(queues[0].isEmpty());
        assertFalse(queues[1].isEmpty());
    }

    @Test
    void shouldGatherConnectFromSingleBytes() throws IOException
    {
        start();
        final byte[] connect = TestFrames.frame(0x10, 1500, 7);
        final SocketChannel client = client();
        for (int i = 0; i < connect.length; i++)
        {
            send(client, connect[i]);
            acceptor.doWork();
            assertTrue(acceptor.waitingBytes() <= Math.max(512, 2 * (i + 1)));
        }
        workUntil(AcceptorCounter.HANDED_OVER, 1);
        assertArrayEquals(connect, unread(queues[0].poll()));
    }

    @Test
    void shouldCloseAndCountByCauseWhatIsNotConnect() throws IOException
    {
        start();
        final SocketChannel http = client((byte)'G', (byte)'E', (byte)'T', (byte)' ');
        final SocketChannel malformed = client(
            (byte)0x10, (byte)0x80, (byte)0x80, (byte)0x80, (byte)0x80, (byte)0x01);
        final SocketChannel tooLarge = client((byte)0x10, (byte)0xFF, (byte)0xFF, (byte)0xFF, (byte)0x7F);
        workUntil(AcceptorCounter.NOT_CONNECT, 1);
        workUntil(AcceptorCounter.MALFORMED, 1);
        workUntil(AcceptorCounter.TOO_LARGE, 1);
        acceptor.doWork();
        assertEnded(http);
        assertEnded(malformed);
        assertEnded(tooLarge);
        assertEquals(0, count(AcceptorCounter.WAITING));
        assertEquals(0, acceptor.waitingBytes());
        assertBalanced();
    }

    @Test
    void shouldCloseWhatTheRouterRefuses() throws IOException
    {
        start();
        router = (listenerId, buffer, offset, length) -> Router.REFUSE;
        final SocketChannel client = client(CONNECT);
        workUntil(AcceptorCounter.MALFORMED, 1);
        acceptor.doWork();
        assertEnded(client);
        assertBalanced();
    }

    @Test
    void shouldCloseOnlyTheConnectionForWhichTheRouterFails() throws IOException
    {
        start();
        router = (listenerId, buffer, offset, length) -> 17;
        client(CONNECT);
        workUntil(AcceptorCounter.ABANDONED, 1);
        router = (listenerId, buffer, offset, length) ->
        {
            throw new IllegalArgumentException("router");
        };
        client(CONNECT);
        workUntil(AcceptorCounter.ABANDONED, 2);
        assertEquals(2, errors.size());
        router = (listenerId, buffer, offset, length) -> 0;
        client(CONNECT);
        workUntil(AcceptorCounter.HANDED_OVER, 1);
        assertBalanced();
    }

    @Test
    void shouldNoticeWhenThePeerEndsAtEveryStage() throws IOException
    {
        start();
        for (int length = 0; length < CONNECT.length; length++)
        {
            client(head(CONNECT, length)).close();
            workUntil(AcceptorCounter.ENDED_BY_PEER, length + 1);
            assertEquals(0, acceptor.waitingBytes());
        }
        for (int length = 0; length < CONNECT.length; length++)
        {
            final SocketChannel client = client(head(CONNECT, length));
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            client.close();
            workUntil(AcceptorCounter.ENDED_BY_PEER, CONNECT.length + length + 1);
        }
        assertBalanced();
        assertTrue(errors.isEmpty());
    }

    @Test
    void shouldHandOverWhatEndsBehindConnect() throws IOException
    {
        start();
        client(CONNECT).close();
        workUntil(AcceptorCounter.HANDED_OVER, 1);
        final HandOver handOver = queues[0].poll();
        assertArrayEquals(CONNECT, unread(handOver));
        handOver.close();
    }

    @Test
    void shouldCloseWhatDoesNotSendConnectInTime() throws IOException
    {
        start();
        final SocketChannel early = client(head(CONNECT, 10));
        workUntil(AcceptorCounter.ACCEPTED, 1);
        nowMs = 6_000;
        final SocketChannel late = client(head(CONNECT, 10));
        workUntil(AcceptorCounter.ACCEPTED, 2);
        nowMs = 9_999;
        acceptor.doWork();
        assertEquals(2, count(AcceptorCounter.WAITING));
        nowMs = 10_000;
        acceptor.doWork();
        acceptor.doWork();
        assertEquals(1, count(AcceptorCounter.TIMED_OUT));
        assertEnded(early);
        send(late, tail(CONNECT, 10));
        workUntil(AcceptorCounter.HANDED_OVER, 1);
        assertBalanced();
    }

    @Test
    void shouldServeAClientWhileAThousandSendHalfAPacket() throws IOException
    {
        start();
        final int count = 1000;
        for (int i = 0; i < count; i++)
        {
            client(head(CONNECT, 1 + i % (CONNECT.length - 1)));
            acceptor.doWork();
        }
        workUntil(() -> acceptor.waitingBytes() == 512 * count);
        client(CONNECT);
        workUntil(AcceptorCounter.HANDED_OVER, 1);
        assertEquals(count, count(AcceptorCounter.WAITING));
        assertEquals(512 * count, acceptor.waitingBytes());
        nowMs = 10_000;
        acceptor.doWork();
        assertEquals(count, count(AcceptorCounter.TIMED_OUT));
        assertEquals(0, acceptor.waitingBytes());
        assertBalanced();
    }

    @Test
    void shouldRefuseWhatItHasNoMemoryForAndServeTheOthers() throws IOException
    {
        config.preConnectMemoryBytes(3 * 512);
        start();
        for (int i = 0; i < 5; i++)
        {
            client(head(CONNECT, 20));
        }
        workUntil(AcceptorCounter.OUT_OF_MEMORY, 2);
        client(CONNECT);
        workUntil(AcceptorCounter.HANDED_OVER, 1);
        assertEquals(3, count(AcceptorCounter.WAITING));
        assertBalanced();
    }

    @Test
    void shouldPauseAcceptingWhileTooManyWaitAndThenDisplaceTheOldest() throws IOException
    {
        config.maxWaiting(3);
        start();
        final SocketChannel oldest = client(head(CONNECT, 5));
        workUntil(AcceptorCounter.ACCEPTED, 1);
        client(head(CONNECT, 5));
        client(head(CONNECT, 5));
        workUntil(AcceptorCounter.ACCEPTED, 3);
        final SocketChannel fourth = client(CONNECT);
        workUntil(AcceptorCounter.ACCEPT_PAUSED, 1);
        for (int i = 0; i < 20; i++)
        {
            acceptor.doWork();
        }
        assertEquals(3, count(AcceptorCounter.ACCEPTED));
        nowMs = 1_000;
        workUntil(AcceptorCounter.HANDED_OVER, 1);
        assertEquals(1, count(AcceptorCounter.EVICTED));
        acceptor.doWork();
        assertEnded(oldest);
        assertEquals(
            "127.0.0.1:" + fourth.socket().getLocalPort(), queues[0].poll().remoteAddress());
        assertBalanced();
    }

    @Test
    void shouldAcceptAgainWhenOneThatWaitedIsServed() throws IOException
    {
        config.maxWaiting(1);
        start();
        final SocketChannel first = client(head(CONNECT, 5));
        workUntil(AcceptorCounter.ACCEPTED, 1);
        client(CONNECT);
        workUntil(AcceptorCounter.ACCEPT_PAUSED, 1);
        send(first, tail(CONNECT, 5));
        workUntil(AcceptorCounter.HANDED_OVER, 2);
        assertEquals(0, count(AcceptorCounter.EVICTED));
        assertBalanced();
    }

    @Test
    void shouldKeepWhatAWorkerDoesNotTakeAndStopAccepting() throws IOException
    {
        start();
        final List<SocketChannel> sent = new ArrayList<>();
        for (int i = 0; i < 4; i++)
        {
            sent.add(client(CONNECT));
            workUntil(AcceptorCounter.ACCEPTED, i + 1);
        }
        workUntil(AcceptorCounter.HANDED_OVER, 2);
        workUntil(AcceptorCounter.ACCEPT_PAUSED, 1);
        client(CONNECT);
        for (int i = 0; i < 20; i++)
        {
            acceptor.doWork();
        }
        assertEquals(4, count(AcceptorCounter.ACCEPTED));
        assertEquals(2, count(AcceptorCounter.WAITING));

        final List<String> taken = new ArrayList<>();
        while (taken.size() < 5)
        {
            acceptor.doWork();
            final HandOver handOver = queues[0].poll();
            if (handOver != null)
            {
                taken.add(handOver.remoteAddress());
                handOver.close();
            }
        }
        for (int i = 0; i < 4; i++)
        {
            assertEquals("127.0.0.1:" + sent.get(i).socket().getLocalPort(), taken.get(i));
        }
        assertBalanced();
    }

    @Test
    void shouldCloseWhatAWorkerDoesNotTakeInTimeAndServeTheOtherWorker() throws IOException
    {
        start();
        for (int i = 0; i < 3; i++)
        {
            client(CONNECT);
        }
        workUntil(AcceptorCounter.HANDED_OVER, 2);
        workUntil(AcceptorCounter.ACCEPT_PAUSED, 1);
        nowMs = 10_000;
        workUntil(AcceptorCounter.WORKER_BUSY, 1);
        router = (listenerId, buffer, offset, length) -> 1;
        client(CONNECT);
        workUntil(AcceptorCounter.HANDED_OVER, 3);
        assertFalse(queues[1].isEmpty());
        assertBalanced();
    }

    @Test
    void shouldAcceptNoMoreThanTheBudgetInOneCycle() throws IOException
    {
        config.acceptsPerCycle(2);
        start();
        for (int i = 0; i < 7; i++)
        {
            client();
        }
        long before = 0;
        while (before < 7)
        {
            acceptor.doWork();
            final long accepted = count(AcceptorCounter.ACCEPTED);
            assertTrue(accepted - before <= 2);
            before = accepted;
        }
    }

    @Test
    void shouldCloseListenersAndWaitingConnectionsAtItsEnd() throws IOException
    {
        start();
        final SocketChannel waiting = client(head(CONNECT, 5));
        final SocketChannel taken = client(CONNECT);
        workUntil(AcceptorCounter.HANDED_OVER, 1);
        workUntil(AcceptorCounter.ACCEPTED, 2);
        final int port = acceptor.boundPort(listener);
        acceptor.close();
        acceptor.close();
        assertEnded(waiting);
        assertEquals(1, count(AcceptorCounter.ABANDONED));
        assertBalanced();
        assertThrows(IOException.class, () -> new Socket("127.0.0.1", port).close());
        assertEquals(0, acceptor.doWork());
        assertEquals(1, queues[0].closeAll());
        assertEnded(taken);
        assertNull(queues[0].poll());
    }

    @Test
    void shouldBindAllListenersOrNone() throws IOException
    {
        start();
        final int taken = acceptor.boundPort(listener);
        final ListenerConfig free = new ListenerConfig(1, "free", "127.0.0.1", 0, 10);
        final ListenerConfig clash = new ListenerConfig(2, "clash", "127.0.0.1", taken, 10);
        final UncheckedIOException error = assertThrows(UncheckedIOException.class, () -> new Acceptor(
            config, List.of(free, clash), router, new HandOverQueue[0], new Waker[0], errors::add));
        assertTrue(error.getMessage().contains("clash"));
    }

    @Test
    void shouldServeSeveralListeners() throws IOException
    {
        final ListenerConfig other = new ListenerConfig(9, "other", "127.0.0.1", 0, 10, 32_768, 32_768);
        acceptor = new Acceptor(
            config, List.of(listener, other), router, queues, new Waker[]{() -> {}, () -> {}}, errors::add);
        try (Socket client = new Socket("127.0.0.1", acceptor.boundPort(other)))
        {
            client.getOutputStream().write(CONNECT);
            workUntil(AcceptorCounter.HANDED_OVER, 1);
            assertEquals(9, queues[0].poll().listenerId());
        }
    }

    @Test
    void shouldWorkOnAThreadOfItsOwnAndEndWithIt() throws Exception
    {
        config.maxParkMs(100);
        start();
        final AgentRunner runner = new AgentRunner(NoOpIdleStrategy.INSTANCE, errors::add, null, acceptor);
        AgentRunner.startOnThread(runner);
        final SocketChannel waiting = client(head(CONNECT, 5));
        client(CONNECT);
        while (queues[0].isEmpty())
        {
            Thread.onSpinWait();
        }
        runner.close();
        assertEnded(waiting);
        assertTrue(errors.isEmpty());
    }
}
