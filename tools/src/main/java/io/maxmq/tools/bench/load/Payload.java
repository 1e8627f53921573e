package io.maxmq.tools.bench.load;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Layout of every payload that the load tool publishes, so that the receiver can tell whose message it is, when it was
 * due, and whether any was lost, doubled, reordered or damaged on the way.
 *
 * <pre>
 *   0        8        12         16                    length - 4
 *   +--------+--------+----------+---------------------+-------+
 *   | stamp  | lane   | sequence | filler              | check |
 *   +--------+--------+----------+---------------------+-------+
 *   stamp = run tag (16 bits) and due time (48 bits, ns since the origin of the run)
 * </pre>
 *
 * <p>A <i>lane</i> is one publisher's use of one topic, the unit in which MQTT promises order (section 4.6). Numbers
 * are little endian. Filler and check exist where the length leaves room; the smallest payload is 16 bytes.
 */
public final class Payload
{
    /** Smallest payload that can carry the stamp, the lane and the sequence. */
    public static final int MIN_LENGTH = 16;

    private static final int STAMP_OFFSET = 0;
    private static final int LANE_OFFSET = 8;
    private static final int SEQUENCE_OFFSET = 12;
    private static final int FILLER_OFFSET = 16;
    private static final int CHECK_LENGTH = 4;
    private static final long DUE_MASK = 0xFFFF_FFFF_FFFFL;

    private Payload()
    {
    }

    /**
     * Write the parts that never change: lane and filler.
     *
     * @param buffer to write to.
     * @param offset of the payload.
     * @param length of the payload.
     * @param lane   the lane it belongs to.
     */
    public static void prepare(final MutableDirectBuffer buffer, final int offset, final int length, final int lane)
    {
        buffer.putInt(offset + LANE_OFFSET, lane);
        for (int i = FILLER_OFFSET; i < length; i++)
        {
            buffer.putByte(offset + i, (byte)('a' + i % 26));
        }
    }

    /**
     * Write the parts that differ from message to message into a prepared payload.
     *
     * @param buffer   to write to.
     * @param offset   of the payload.
     * @param length   of the payload.
     * @param stamp    from {@link #stamp(int, long)}.
     * @param lane     the lane it was prepared for.
     * @param sequence number in the lane, counted from 0.
     */
    public static void patch(
        final MutableDirectBuffer buffer,
        final int offset,
        final int length,
        final long stamp,
        final int lane,
        final int sequence)
    {
        buffer.putLong(offset + STAMP_OFFSET, stamp);
        buffer.putInt(offset + SEQUENCE_OFFSET, sequence);
        if (length >= FILLER_OFFSET + CHECK_LENGTH)
        {
            buffer.putInt(offset + length - CHECK_LENGTH, check(lane, sequence, length));
        }
    }

    /**
     * Is this a payload that the load tool wrote, whole and of the expected length?
     *
     * @param buffer         to read from.
     * @param offset         of the payload.
     * @param length         of the payload.
     * @param expectedLength that all payloads of the run have.
     * @return true if it is.
     */
    public static boolean isIntact(
        final DirectBuffer buffer, final int offset, final int length, final int expectedLength)
    {
        if (length != expectedLength)
        {
            return false;
        }
        return length < FILLER_OFFSET + CHECK_LENGTH || buffer.getInt(offset + length - CHECK_LENGTH) ==
            check(lane(buffer, offset), sequence(buffer, offset), length);
    }

    /**
     * Combine run tag and due time.
     *
     * @param runTag that tells the messages of this run from those of another.
     * @param dueNs  since the origin of the run, less than 2^48 (78 hours).
     * @return the stamp.
     */
    public static long stamp(final int runTag, final long dueNs)
    {
        return (long)runTag << 48 | dueNs & DUE_MASK;
    }

    /**
     * @param buffer to read from.
     * @param offset of the payload.
     * @return the run's tag, 0 to 65,535.
     */
    public static int runTag(final DirectBuffer buffer, final int offset)
    {
        return (int)(buffer.getLong(offset + STAMP_OFFSET) >>> 48);
    }

    /**
     * @param buffer to read from.
     * @param offset of the payload.
     * @return when the message was due, in nanoseconds since the origin of the run.
     */
    public static long dueNs(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + STAMP_OFFSET) & DUE_MASK;
    }

    /**
     * @param buffer to read from.
     * @param offset of the payload.
     * @return the lane.
     */
    public static int lane(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + LANE_OFFSET);
    }

    /**
     * @param buffer to read from.
     * @param offset of the payload.
     * @return the number in the lane.
     */
    public static int sequence(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + SEQUENCE_OFFSET);
    }

    private static int check(final int lane, final int sequence, final int length)
    {
        final int mixed = (lane * 0x9E37_79B9 ^ sequence) * 0x85EB_CA6B + length;
        return mixed ^ mixed >>> 15;
    }
}
