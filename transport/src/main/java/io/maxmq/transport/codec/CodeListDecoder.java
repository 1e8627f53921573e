package io.maxmq.transport.codec;

import org.agrona.DirectBuffer;

/**
 * What SUBACK and UNSUBACK have in common: one reason code per filter, in the order of the filters.
 */
abstract class CodeListDecoder extends ReasonedDecoder
{
    private int packetId;
    private int firstCode;
    private int count;
    private int index;

    final void beginCodes(
        final int packetType, final DirectBuffer buffer, final int offset, final int length, final int flags,
        final int version)
    {
        begin(packetType, buffer, offset, length, flags, version);
        packetId = body.readPacketId();
        readProperties(version, PropertyId.OF_ACK);
        firstCode = body.position();
        count = 0;
        rewind();
    }

    final Violation endCodes(final ReasonCodeSet allowed)
    {
        body.failIf(body.remaining() == 0, Violation.TRUNCATED);
        final int found = body.remaining();
        while (body.remaining() > 0)
        {
            body.failIf(!allowed.contains(body.readByte()), Violation.BAD_REASON_CODE);
        }
        count = body.hasFailed() ? 0 : found;
        return body.end();
    }

    public final int packetId()
    {
        return packetId;
    }

    /**
     * @return how many codes there are.
     */
    public final int count()
    {
        return count;
    }

    /** Go back before the first code. */
    public final void rewind()
    {
        index = -1;
    }

    /**
     * @return whether there is one more code, which {@link #reasonCode()} then gives.
     */
    public final boolean next()
    {
        return ++index < count;
    }

    public final int reasonCode()
    {
        return body.buffer().getByte(firstCode + index) & 0xFF;
    }
}
