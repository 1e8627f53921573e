package io.maxmq.transport.codec;

/**
 * Checks PINGREQ and PINGRESP (sections 3.12 and 3.13), which say nothing beyond their type.
 */
public final class PingDecoder
{
    private PingDecoder()
    {
    }

    /**
     * @param length of the body.
     * @param flags  the low nibble of the frame's first byte.
     * @return what is wrong with it.
     */
    public static Violation check(final int length, final int flags)
    {
        if (flags != 0)
        {
            return Violation.RESERVED_FLAGS;
        }
        return length == 0 ? Violation.NONE : Violation.TRAILING_BYTES;
    }
}
