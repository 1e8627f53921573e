package io.maxmq.transport.bus;

import org.agrona.DirectBuffer;

/**
 * The bus of a broker with one worker that is also the sequencer: nobody to talk to, but others (acceptor, log) wake
 * this participant all the same.
 */
final class LoneBus implements Bus
{
    private final BusTopology topology = new BusTopology(1, false);
    private final ParkFlag parkFlag = new ParkFlag();
    private final int maxMessageLength;

    LoneBus(final int maxMessageLength)
    {
        this.maxMessageLength = maxMessageLength;
    }

    @Override
    public int participant()
    {
        return 0;
    }

    @Override
    public int participants()
    {
        return 1;
    }

    @Override
    public int sequencer()
    {
        return 0;
    }

    @Override
    public int maxMessageLength()
    {
        return maxMessageLength;
    }

    @Override
    public boolean canOffer(final int target, final Stage stage, final int length)
    {
        throw topology.noStream(0, target, stage);
    }

    @Override
    public boolean canOffer(final int target, final Stage stage, final int count, final int totalLength)
    {
        throw topology.noStream(0, target, stage);
    }

    @Override
    public boolean offer(
        final int target, final Stage stage, final DirectBuffer buffer, final int offset, final int length)
    {
        throw topology.noStream(0, target, stage);
    }

    @Override
    public boolean offer(
        final int target,
        final Stage stage,
        final DirectBuffer header,
        final int headerOffset,
        final int headerLength,
        final DirectBuffer body,
        final int bodyOffset,
        final int bodyLength)
    {
        throw topology.noStream(0, target, stage);
    }

    @Override
    public int poll(final Stage stage, final BusHandler handler, final int limit)
    {
        return 0;
    }

    @Override
    public boolean hasInput()
    {
        return false;
    }

    @Override
    public int drive()
    {
        return 0;
    }

    @Override
    public void flushWakes()
    {
    }

    @Override
    public ParkFlag parkFlag()
    {
        return parkFlag;
    }

    @Override
    public StreamCounters sent(final int target, final Stage stage)
    {
        return null;
    }

    @Override
    public StreamCounters received(final int source, final Stage stage)
    {
        return null;
    }

    @Override
    public void close()
    {
    }
}
