package io.maxmq.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

import io.maxmq.transport.buffer.BufferPool;
import io.maxmq.transport.buffer.FrameHandler;
import io.maxmq.transport.buffer.FrameReader;
import io.maxmq.transport.buffer.Inbound;
import io.maxmq.transport.buffer.TestFrames;
import io.maxmq.transport.buffer.WriteQueue;
import io.maxmq.transport.bus.Waker;

import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Acceptor, poller, reader and queue together, driven step by step over a real connection.
 */
@Timeout(30)
class SocketSideTest
{
    private final BufferPool pool = new BufferPool(1 << 24);
    private final FrameReader reader = new FrameReader(pool, TestFrames::frameLength, 1 << 18, 100);
    private final WriteQueue writes = new WriteQueue(pool, 1 << 20);
    private final Inbound inbound = new Inbound(1 << 20);

    private final class Echo implements FrameHandler, ChannelHandler
    {
        int frames;

        public Action onFrame(final DirectBuffer buffer, final int offset, final int length)
        {
            frames++;
            final int at = writes.claim(length);
            writes.buffer().putBytes(at, buffer, offset, length);
            writes.commit(length);
            return Action.CONTINUE;
        }

        public void onTooLarge(final int declaredLength)
        {
        }

        public void onMalformed()
        {
        }

        public void onOutOfMemory()
        {
        }

        public int onReadable(final Channel channel)
        {
            reader.read(channel, inbound, this);
            return onWritable(channel);
        }

        public int onWritable(final Channel channel)
        {
            channel.writeInterest(writes.flush(channel) == WriteQueue.BLOCKED);
            return 1;
        }
    }

    @Test
    void shouldAcceptHandOverAndEcho() throws Exception
    {
        final ListenerConfig listener = new ListenerConfig(7, "tcp", "127.0.0.1", 0, 16);
        final HandOverQueue queue = new HandOverQueue(4);
        final Echo echo = new Echo();
        final byte[] connect = TestFrames.frame(0x10, 20, 1);
        final byte[] publish = TestFrames.frame(1000, 2);
        try (Acceptor acceptor = new Acceptor(
            new AcceptorConfig().maxParkMs(10),
            List.of(listener),
            (listenerId, buffer, offset, length) -> 0,
            new HandOverQueue[]{queue},
            new Waker[]{() -> {}},
            Throwable::printStackTrace);
            SocketPoller poller = new SocketPoller(Throwable::printStackTrace);
            Socket client = new Socket(InetAddress.getByName("127.0.0.1"), acceptor.boundPort(listener)))
        {
            final OutputStream out = client.getOutputStream();
            out.write(TestFrames.join(List.of(connect, publish)));
            while (queue.isEmpty())
            {
                acceptor.doWork();
            }
            final HandOver handOver = queue.poll();
            final Channel channel = poller.register(handOver, echo);
            assertNotNull(channel);
            assertEquals(7, channel.listenerId());
            reader.keep(inbound, handOver.unread());
            reader.resume(inbound, echo);
            out.write(publish);
            while (echo.frames < 3)
            {
                poller.select(100);
            }
            final byte[] expected = TestFrames.join(List.of(connect, publish, publish));
            assertArrayEquals(expected, client.getInputStream().readNBytes(expected.length));
            assertEquals(0, pool.bytesInUse());
        }
    }
}
