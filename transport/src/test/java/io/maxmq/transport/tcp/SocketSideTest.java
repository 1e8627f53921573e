package io.maxmq.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final int SHARED = 1 << 18;
    private static final int LIMIT = 1 << 20;

    private final BufferPool pool = new BufferPool(1 << 24);
    private final FrameReader reader = new FrameReader(pool, TestFrames::frameLength, SHARED, 100);
    private final WriteQueue writes = new WriteQueue(pool, LIMIT);
    private final Inbound inbound = new Inbound(1 << 20);

    private final class Echo implements FrameHandler, ChannelHandler
    {
        int frames;
        int retries;
        boolean ended;

        public Action onFrame(final DirectBuffer buffer, final int offset, final int length)
        {
            final int at = writes.claim(length);
            if (at < 0)
            {
                retries++;
                return Action.RETRY;
            }
            frames++;
            writes.buffer().putBytes(at, buffer, offset, length);
            writes.commit(length);
            return Action.CONTINUE;
        }

        public void onTooLarge(final int declaredLength)
        {
            throw new AssertionError("too large: " + declaredLength);
        }

        public void onMalformed()
        {
            throw new AssertionError("malformed");
        }

        public void onOutOfMemory()
        {
            throw new AssertionError("out of memory");
        }

        public int onReadable(final Channel channel)
        {
            ended |= reader.read(channel, inbound, this) == FrameReader.END_OF_STREAM;
            return flush(channel);
        }

        public int onWritable(final Channel channel)
        {
            writes.flush(channel);
            reader.resume(inbound, this);
            return flush(channel);
        }

        private int flush(final Channel channel)
        {
            final boolean blocked = writes.flush(channel) == WriteQueue.BLOCKED;
            channel.writeInterest(blocked || inbound.hasMore());
            channel.readInterest(!inbound.hasMore());
            return 1;
        }
    }

    private Acceptor acceptor(final ListenerConfig listener, final HandOverQueue queue)
    {
        return new Acceptor(
            new AcceptorConfig().maxParkMs(10),
            List.of(listener),
            (listenerId, buffer, offset, length) -> 0,
            new HandOverQueue[]{queue},
            new Waker[]{() -> {}},
            Throwable::printStackTrace);
    }

    @Test
    void shouldAcceptHandOverAndEcho() throws Exception
    {
        final ListenerConfig listener = new ListenerConfig(7, "tcp", "127.0.0.1", 0, 16);
        final HandOverQueue queue = new HandOverQueue(4);
        final Echo echo = new Echo();
        final byte[] connect = TestFrames.frame(0x10, 20, 1);
        final byte[] publish = TestFrames.frame(1000, 2);
        try (Acceptor acceptor = acceptor(listener, queue);
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
            assertEquals(7, channel.peer().listenerId());
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

    @Test
    void shouldHoldASlowReaderToItsLimitsAndLoseNothing() throws Exception
    {
        final ListenerConfig listener = new ListenerConfig(7, "tcp", "127.0.0.1", 0, 16, 16_384, 16_384);
        final HandOverQueue queue = new HandOverQueue(4);
        final Echo echo = new Echo();
        final List<byte[]> sent = new ArrayList<>();
        try (Acceptor acceptor = acceptor(listener, queue);
            SocketPoller poller = new SocketPoller(Throwable::printStackTrace);
            SocketChannel client = SocketChannel.open())
        {
            client.setOption(StandardSocketOptions.SO_RCVBUF, 16_384);
            client.connect(new InetSocketAddress("127.0.0.1", acceptor.boundPort(listener)));
            final byte[] connect = TestFrames.frame(0x10, 20, 1);
            sent.add(connect);
            client.write(ByteBuffer.wrap(connect));
            while (queue.isEmpty())
            {
                acceptor.doWork();
            }
            final HandOver handOver = queue.poll();
            final Channel channel = poller.register(handOver, echo);
            reader.keep(inbound, handOver.unread());
            echo.onWritable(channel);

            client.configureBlocking(false);
            while (echo.retries == 0)
            {
                final byte[] frame = TestFrames.frame(60_000, sent.size());
                final ByteBuffer out = ByteBuffer.wrap(frame);
                while (out.hasRemaining() && echo.retries == 0)
                {
                    client.write(out);
                    poller.poll();
                }
                sent.add(Arrays.copyOf(frame, out.position()));
            }
            assertTrue(writes.pendingBytes() <= LIMIT);
            assertTrue(pool.bytesInUse() <= 2 * LIMIT + 2 * SHARED);

            client.shutdownOutput();
            final byte[] all = TestFrames.join(sent);
            final byte[] last = sent.get(sent.size() - 1);
            final int echoed =
                last.length == TestFrames.frame(60_000, 0).length ? all.length : all.length - last.length;
            final ByteBuffer in = ByteBuffer.allocate(all.length);
            while (in.position() < echoed || !echo.ended)
            {
                client.read(in);
                poller.poll();
            }
            assertArrayEquals(Arrays.copyOf(all, echoed), Arrays.copyOf(in.array(), in.position()));
            inbound.release(pool);
            assertEquals(0, pool.bytesInUse());
        }
    }
}
