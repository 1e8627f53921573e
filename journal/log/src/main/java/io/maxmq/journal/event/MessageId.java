package io.maxmq.journal.event;

import java.util.HexFormat;

/**
 * The 128-bit id of a message: unique across brokers, sorted by time, the same wherever the message is copied.
 * <pre>
 * high: 1 bit unused | 42 milliseconds since 2020-01-01 UTC | 8 datacenter | 13 machine
 * low:  22 process | 42 sequence
 * </pre>
 * For a stored message all parts follow from its event and the BROKER_START before it; for one that is not stored it
 * is made when somebody asks. Parts are cut to their width: the time wraps in 2159, the sequence after 4.4 × 10^12.
 * <p>
 * Stateless and thread-safe.
 */
public final class MessageId
{
    /** 2020-01-01T00:00:00Z. */
    public static final long EPOCH_MS = 1_577_836_800_000L;
    public static final int TIME_BITS = 42;
    public static final int DATACENTER_BITS = 8;
    public static final int MACHINE_BITS = 13;
    public static final int PROCESS_BITS = 22;
    public static final int SEQUENCE_BITS = 42;
    /** Characters of the printed form: 32 hexadecimal digits. */
    public static final int TEXT_LENGTH = 32;

    private MessageId()
    {
    }

    public static long high(final long timestampMs, final int datacenter, final int machine)
    {
        return mask(timestampMs - EPOCH_MS, TIME_BITS) << DATACENTER_BITS + MACHINE_BITS |
            mask(datacenter, DATACENTER_BITS) << MACHINE_BITS | mask(machine, MACHINE_BITS);
    }

    public static long low(final int process, final long sequence)
    {
        return mask(process, PROCESS_BITS) << SEQUENCE_BITS | mask(sequence, SEQUENCE_BITS);
    }

    public static long timestampMs(final long high)
    {
        return mask(high >>> DATACENTER_BITS + MACHINE_BITS, TIME_BITS) + EPOCH_MS;
    }

    public static int datacenter(final long high)
    {
        return (int)mask(high >>> MACHINE_BITS, DATACENTER_BITS);
    }

    public static int machine(final long high)
    {
        return (int)mask(high, MACHINE_BITS);
    }

    public static int process(final long low)
    {
        return (int)mask(low >>> SEQUENCE_BITS, PROCESS_BITS);
    }

    public static long sequence(final long low)
    {
        return mask(low, SEQUENCE_BITS);
    }

    /** 32 lower-case hexadecimal digits, which sort as the ids do. */
    public static String toString(final long high, final long low)
    {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    /** The high half of a printed id. */
    public static long parseHigh(final CharSequence text)
    {
        return HexFormat.fromHexDigitsToLong(text, 0, TEXT_LENGTH / 2);
    }

    /** The low half of a printed id. */
    public static long parseLow(final CharSequence text)
    {
        return HexFormat.fromHexDigitsToLong(text, TEXT_LENGTH / 2, TEXT_LENGTH);
    }

    private static long mask(final long value, final int bits)
    {
        return value & (1L << bits) - 1;
    }
}
