package io.maxmq.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;

import io.maxmq.transport.buffer.BufferPool;
import io.maxmq.transport.buffer.FrameHandler;
import io.maxmq.transport.buffer.FrameReader;
import io.maxmq.transport.buffer.Inbound;
import io.maxmq.transport.buffer.TestFrames;
import io.maxmq.transport.buffer.WriteQueue;

import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A steady load through poller, reader and queue allocates nothing on the worker's thread: neither small frames nor
 * frames in pieces, long payloads written from where they lie, or interest that changes with every event. Descriptors
 * are above 127, where the JDK boxes them.
 */
@Timeout(60)
class SocketAllocationTest
{
    private static final int ROUNDS = 2_000;
    private static final int WARM_UP = 10_000;
    /**
     * A measurement is repeated because the compilers' own bookkeeping may show on any thread once.
     */
    private static final int ATTEMPTS = 10;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final long threadId = Thread.currentThread().getId();
    private final BufferPool pool = new BufferPool(1 << 24);
    private final FrameReader reader = new FrameReader(pool, TestFrames::frameLength, 1 << 18, 1000);

    private final class Echo implements ChannelHandler, FrameHandler
    {
        private final Inbound inbound = new Inbound(1 << 20);
        private final WriteQueue queue = new WriteQueue(pool, 1 << 20);
        private Channel channel;
        private int frames;

        public int onReadable(final Channel channel)
        {
            this.channel = channel;
            final int read = reader.read(channel, inbound, this);
            channel.writeInterest(true);
            channel.readInterest(false);
            return read;
        }

        public int onWritable(final Channel channel)
        {
            queue.flush(channel);
            channel.writeInterest(false);
            channel.readInterest(true);
            return 1;
        }

        public Action onFrame(final DirectBuffer buffer, final int offset, final int length)
        {
            frames++;
            final int at = queue.claim(length);
            queue.buffer().putBytes(at, buffer, offset, length);
            queue.commit(length);
            return Action.CONTINUE;
        }

        public void onTooLarge(final int declaredLength)
        {
            throw new AssertionError();
        }

        public void onMalformed()
        {
            throw new AssertionError();
        }

        public void onOutOfMemory()
        {
            throw new AssertionError();
        }
    }

    @Test
    void shouldNotAllocateForEvents() throws IOException
    {
        assumeTrue(threads.isThreadAllocatedMemorySupported());
        final List<Selector> descriptors = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
            SocketPoller poller = new SocketPoller(error ->
            {
                throw new AssertionError(error);
            });
            SocketChannel client = SocketChannel.open())
        {
            for (int i = 0; i < 100; i++)
            {
                descriptors.add(Selector.open());
            }
            client.connect(server.getLocalAddress());
            final SocketChannel socket = server.accept();
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            final Echo echo = new Echo();
            poller.register(socket, new Peer(1, "tcp", "client", null), echo);
            final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
            out.put(TestFrames.join(TestFrames.frames(List.of(10, 200, 200, 3_000, 10, 6_000, 100, 500, 9_000, 77))));
            final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
            run(poller, client, out, in, WARM_UP);
            long allocated = Long.MAX_VALUE;
            for (int i = 0; i < ATTEMPTS && allocated > 0; i++)
            {
                allocated = run(poller, client, out, in, ROUNDS);
            }
            assertEquals(0, allocated);
            assertTrue(echo.frames >= 10 * (WARM_UP + ROUNDS));
        }
        finally
        {
            for (final Selector descriptor : descriptors)
            {
                descriptor.close();
            }
        }
    }

    /**
     * Send the frames in pieces that cut across them, and read what comes back.
     *
     * @return bytes that polling has allocated.
     */
    private long run(
        final SocketPoller poller,
        final SocketChannel client,
        final ByteBuffer out,
        final ByteBuffer in,
        final int rounds) throws IOException
    {
        final int length = out.position();
        long allocated = 0;
        for (int i = 0; i < rounds; i++)
        {
            int sent = 0;
            int received = 0;
            final int pieceLength = length / 2 + i % 100;
            while (received < length)
            {
                if (sent < length)
                {
                    final int end = Math.min(length, sent + pieceLength);
                    sent += client.write(out.limit(end).position(sent));
                    out.limit(out.capacity()).position(length);
                }
                final long before = threads.getThreadAllocatedBytes(threadId);
                poller.poll();
                poller.poll();
                allocated += threads.getThreadAllocatedBytes(threadId) - before;
                if (sent == length)
                {
                    in.clear();
                    client.configureBlocking(false);
                    final int read = client.read(in);
                    assertTrue(read >= 0, "the connection has ended");
                    received += read;
                }
            }
        }
        return allocated;
    }
}
