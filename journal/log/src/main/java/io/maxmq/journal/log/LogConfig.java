package io.maxmq.journal.log;

/**
 * Sizes of a log, in bytes. Immutable; {@code with…} methods give changed copies. {@link #conclude()} checks that they
 * agree, logs call it.
 *
 * @param readerCount          tails, one per worker
 * @param segmentLength        unit of allocation and of freeing
 * @param maxBytes             of all segments together
 * @param inFlightReserve      kept for events decided before their worker saw that messages are refused
 * @param essentialReserve     kept for essential events
 */
public record LogConfig(
    int readerCount, int segmentLength, long maxBytes, long inFlightReserve, long essentialReserve)
{
    private static final int MIB = 1024 * 1024;

    /** 4 MiB segments, 512 MiB in all. */
    public static LogConfig forReaders(final int readerCount)
    {
        return new LogConfig(readerCount, 4 * MIB, 512L * MIB, 32L * MIB, 32L * MIB);
    }

    public LogConfig withSegmentLength(final int bytes)
    {
        return new LogConfig(readerCount, bytes, maxBytes, inFlightReserve, essentialReserve);
    }

    public LogConfig withMaxBytes(final long bytes)
    {
        return new LogConfig(readerCount, segmentLength, bytes, inFlightReserve, essentialReserve);
    }

    public LogConfig withReserves(final long inFlight, final long essential)
    {
        return new LogConfig(readerCount, segmentLength, maxBytes, inFlight, essential);
    }

    /** Throws with an explanation if the sizes contradict each other. */
    public LogConfig conclude()
    {
        check(readerCount >= 1 && readerCount <= 64, "1 to 64 readers, not " + readerCount);
        check(segmentLength >= 4096, "segments of at least 4096 bytes, not " + segmentLength);
        check(inFlightReserve >= 0 && essentialReserve >= 0, "reserves cannot be negative");
        check(maxBytes - inFlightReserve - essentialReserve >= 2L * segmentLength,
            "maxBytes " + maxBytes + " must hold two segments of " + segmentLength + " beside the reserves of " +
            inFlightReserve + " and " + essentialReserve);
        return this;
    }

    private static void check(final boolean condition, final String message)
    {
        if (!condition)
        {
            throw new IllegalArgumentException(message);
        }
    }
}
