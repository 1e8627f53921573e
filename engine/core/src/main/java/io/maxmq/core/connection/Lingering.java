package io.maxmq.core.connection;

import io.maxmq.core.clock.CycleClock;
import io.maxmq.core.clock.Timers;
import io.maxmq.transport.tcp.Channel;
import io.maxmq.transport.tcp.ChannelHandler;

import java.nio.ByteBuffer;

/**
 * Sockets of connections that the broker has ended with a packet: what still comes is read and thrown away for a short
 * while, so that the client gets to read why; longer where a client is still busy with what came before that packet.
 * Bounded in number, time and bytes. Used by the worker's thread alone.
 */
final class Lingering
{
    private static final int MAXIMUM = 1_024;
    /** Without a byte from the client. */
    private static final long SILENCE_MS = 1_000;
    private static final long TIME_MS = 10_000;
    private static final long BYTES = 64L * 1024 * 1024;
    private static final int READ_LENGTH = 64 * 1024;

    private final Timers timers;
    private final CycleClock clock;
    private final ByteBuffer discarded = ByteBuffer.allocateDirect(READ_LENGTH);
    private int count;

    Lingering(final Timers timers, final CycleClock clock)
    {
        this.timers = timers;
        this.clock = clock;
    }

    /**
     * Takes a channel over and closes it soon.
     *
     * @param channel whose last packet has been written.
     */
    void close(final Channel channel)
    {
        if (count == MAXIMUM)
        {
            channel.close();
            return;
        }
        channel.shutdownOutput();
        if (channel.isOpen())
        {
            count++;
            final Ending ending = new Ending(channel, clock.nowMs());
            channel.attach(ending);
            channel.writeInterest(false);
            channel.readInterest(true);
            ending.await(clock.nowMs());
        }
    }

    /** One socket that ends. */
    private final class Ending implements ChannelHandler
    {
        private final Channel channel;
        private final long startedMs;
        private long bytes;
        private long bytesBefore;

        Ending(final Channel channel, final long startedMs)
        {
            this.channel = channel;
            this.startedMs = startedMs;
        }

        private void await(final long fromMs)
        {
            bytesBefore = bytes;
            timers.schedule(fromMs + SILENCE_MS, this::onTime);
        }

        private void onTime(final long nowMs)
        {
            if (channel.isOpen() && bytes > bytesBefore && bytes < BYTES && nowMs - startedMs < TIME_MS)
            {
                await(nowMs);
            }
            else
            {
                count--;
                channel.close();
            }
        }

        @Override
        public int onReadable(final Channel readable)
        {
            discarded.clear();
            final int read = readable.read(discarded);
            if (read < 0)
            {
                readable.close();
            }
            else
            {
                bytes += read;
            }
            return 1;
        }

        @Override
        public int onWritable(final Channel writable)
        {
            return 0;
        }
    }
}
