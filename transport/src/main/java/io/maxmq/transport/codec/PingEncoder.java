package io.maxmq.transport.codec;

import org.agrona.MutableDirectBuffer;

/**
 * Writes PINGREQ and PINGRESP (sections 3.12 and 3.13).
 */
public final class PingEncoder
{
    /** Bytes of either. */
    public static final int LENGTH = 2;

    private PingEncoder()
    {
    }

    /**
     * @return {@link #LENGTH}.
     */
    public static int encodeRequest(final MutableDirectBuffer dst, final int offset)
    {
        return Wire.putHeader(dst, offset, PacketType.PINGREQ, 0) - offset;
    }

    /**
     * @return {@link #LENGTH}.
     */
    public static int encodeResponse(final MutableDirectBuffer dst, final int offset)
    {
        return Wire.putHeader(dst, offset, PacketType.PINGRESP, 0) - offset;
    }
}
