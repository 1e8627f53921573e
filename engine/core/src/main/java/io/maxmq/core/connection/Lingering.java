package io.maxmq.core.connection;

import io.maxmq.core.clock.CycleClock;
import io.maxmq.core.clock.Timers;
import io.maxmq.transport.tcp.Channel;
import io.maxmq.transport.tcp.ChannelHandler;

import java.nio.ByteBuffer;

/**
 * Sockets of connections that the broker has ended with a packet: what still comes is read and thrown away for a short
 * while, so that the client gets to read why. Bounded in number, time and bytes. Used by the worker's thread alone.
 */
final class Lingering implements ChannelHandler
{
    private static final int MAXIMUM = 1_024;
    private static final long TIME_MS = 1_000;
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
            channel.attach(this);
            channel.writeInterest(false);
            channel.readInterest(true);
            timers.schedule(clock.nowMs() + TIME_MS, nowMs ->
            {
                count--;
                channel.close();
            });
        }
    }

    @Override
    public int onReadable(final Channel channel)
    {
        discarded.clear();
        if (channel.read(discarded) < 0)
        {
            channel.close();
        }
        return 1;
    }

    @Override
    public int onWritable(final Channel channel)
    {
        return 0;
    }
}
