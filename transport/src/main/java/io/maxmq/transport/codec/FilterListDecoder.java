package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * What SUBSCRIBE and UNSUBSCRIBE have in common: a list of topic filters, checked as a whole and then gone through.
 */
abstract class FilterListDecoder extends PacketDecoder
{
    private int packetId;
    private int firstEntry;
    private int nextEntry;
    private int end;
    private int count;
    private long filter = Region.NONE;

    final Violation wrap(
        final int packetType, final DirectBuffer buffer, final int offset, final int length, final int flags,
        final int version, final long allowedProperties)
    {
        begin(packetType, buffer, offset, length, flags, version);
        packetId = body.readPacketId();
        readProperties(version, allowedProperties);
        firstEntry = body.position();
        end = offset + length;
        count = 0;
        body.failIf(body.remaining() == 0, Violation.EMPTY_SUBSCRIPTION);
        while (body.remaining() > 0)
        {
            checkEntry(body, body.readTopicFilter(), version);
            count++;
        }
        rewind();
        return body.violation();
    }

    /** Check what follows the filter of an entry. */
    abstract void checkEntry(BodyReader entry, long entryFilter, int version);

    /** Take what follows the filter of an entry that was checked. */
    abstract int readEntry(DirectBuffer buffer, int position);

    public final int packetId()
    {
        return packetId;
    }

    /**
     * @return how many filters there are.
     */
    public final int count()
    {
        return count;
    }

    /** Go back before the first filter. */
    public final void rewind()
    {
        nextEntry = body.hasFailed() ? end : firstEntry;
        filter = Region.NONE;
    }

    /**
     * @return whether there is one more filter, which the accessors are then about.
     */
    public final boolean next()
    {
        if (nextEntry >= end)
        {
            return false;
        }
        final DirectBuffer buffer = body.buffer();
        filter = Region.of(nextEntry + Wire.LENGTH_PREFIX, Wire.getUnsignedShort(buffer, nextEntry));
        nextEntry = readEntry(buffer, filterOffset() + filterLength());
        return true;
    }

    /**
     * @return where the filter starts, with its share prefix if it has one; {@link TopicFilter} takes it apart.
     */
    public final int filterOffset()
    {
        return Region.offset(filter);
    }

    public final int filterLength()
    {
        return Region.length(filter);
    }
}
