package io.maxmq.transport.codec;

/**
 * A part of a buffer as one primitive: offset in the high, length in the low half of a long.
 *
 * <pre>
 *   63                      32 31                       0
 *  +--------------------------+--------------------------+
 *  |          offset          |      length (bytes)      |    NONE = -1: offset and length both read as -1
 *  +--------------------------+--------------------------+
 * </pre>
 */
public final class Region
{
    /** No region. */
    public static final long NONE = -1L;

    private Region()
    {
    }

    public static long of(final int offset, final int length)
    {
        return (long)offset << 32 | length;
    }

    public static int offset(final long region)
    {
        return (int)(region >> 32);
    }

    public static int length(final long region)
    {
        return (int)region;
    }
}
