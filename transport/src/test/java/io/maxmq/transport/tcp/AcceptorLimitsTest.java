package io.maxmq.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/**
 * What the acceptor does when clients are slow or many, memory is short, and workers do not take what it has.
 */
class AcceptorLimitsTest extends AcceptorSetUp
{
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
            "127.0.0.1:" + fourth.socket().getLocalPort(), queues[0].poll().peer().address());
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
                taken.add(handOver.peer().address());
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
}
