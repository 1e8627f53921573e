package io.maxmq.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;

import io.maxmq.transport.buffer.TestFrames;
import io.maxmq.transport.bus.Waker;

import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.junit.jupiter.api.Test;

/**
 * What the acceptor hands over, what it closes, its listeners and its end.
 */
class AcceptorTest extends AcceptorSetUp
{
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
        assertEquals(3, handOver.peer().listenerId());
        assertEquals(1234, handOver.acceptedAtMs());
        assertEquals("127.0.0.1:" + client.socket().getLocalPort(), handOver.peer().address());
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
            assertEquals(9, queues[0].poll().peer().listenerId());
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
