package io.maxmq.tools.bench.load;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A PUBLISH packet (MQTT 3.3) encoded once per lane; each message is a copy of it with packet id, stamp and sequence
 * patched in. Immutable after construction and owned by one publisher.
 *
 * <pre>
 *   +------+------------------+-------------+-------+-----------+------------------+---------+
 *   | type | remaining length | topic length| topic | packet id | properties (= 0) | payload |
 *   +------+------------------+-------------+-------+-----------+------------------+---------+
 *     1      1 to 4             2                     2, QoS > 0  1, MQTT 5 only
 * </pre>
 */
public final class PublishTemplate
{
    private static final int PUBLISH = 0x30;

    private final int lane;
    private final int payloadLength;
    private final int packetIdOffset;
    private final int payloadOffset;
    private final byte[] frame;

    /**
     * @param lane          the lane, written into every payload.
     * @param topic         to publish to.
     * @param payloadLength in bytes; 0 for the empty message that clears a retained one.
     * @param qos           0, 1 or 2.
     * @param retain        flag.
     * @param isMqtt5       whether a (here always empty) property section follows the packet id.
     */
    public PublishTemplate(
        final int lane,
        final String topic,
        final int payloadLength,
        final int qos,
        final boolean retain,
        final boolean isMqtt5)
    {
        this.lane = lane;
        this.payloadLength = payloadLength;
        final byte[] topicBytes = topic.getBytes(StandardCharsets.UTF_8);
        final int idLength = qos > 0 ? 2 : 0;
        final int remaining = 2 + topicBytes.length + idLength + (isMqtt5 ? 1 : 0) + payloadLength;
        final byte[] header = new byte[5];
        header[0] = (byte)(PUBLISH | qos << 1 | (retain ? 1 : 0));
        int position = 1 + putVarint(header, 1, remaining);

        frame = new byte[position + remaining];
        System.arraycopy(header, 0, frame, 0, position);
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        buffer.putShort(position, (short)topicBytes.length, ByteOrder.BIG_ENDIAN);
        buffer.putBytes(position + 2, topicBytes);
        position += 2 + topicBytes.length;
        packetIdOffset = qos > 0 ? position : -1;
        payloadOffset = frame.length - payloadLength;
        if (payloadLength > 0)
        {
            Payload.prepare(buffer, payloadOffset, payloadLength, lane);
        }
    }

    /**
     * @return the lane this template publishes on.
     */
    public int lane()
    {
        return lane;
    }

    /**
     * @return bytes one message takes on the wire.
     */
    public int length()
    {
        return frame.length;
    }

    /**
     * Append one message.
     *
     * @param out      to write to; must have {@link #length()} bytes from the offset.
     * @param offset   to write at.
     * @param packetId 1 to 65,535; ignored at QoS 0.
     * @param stamp    from {@link Payload#stamp(int, long)}.
     * @param sequence number in the lane.
     * @return bytes written.
     */
    public int encode(
        final MutableDirectBuffer out, final int offset, final int packetId, final long stamp, final int sequence)
    {
        out.putBytes(offset, frame, 0, frame.length);
        if (packetIdOffset >= 0)
        {
            out.putShort(offset + packetIdOffset, (short)packetId, ByteOrder.BIG_ENDIAN);
        }
        if (payloadLength > 0)
        {
            Payload.patch(out, offset + payloadOffset, payloadLength, stamp, lane, sequence);
        }
        return frame.length;
    }

    private static int putVarint(final byte[] target, final int offset, final int value)
    {
        int rest = value;
        int length = 0;
        do
        {
            final int low = rest & 0x7F;
            rest >>>= 7;
            target[offset + length++] = (byte)(rest == 0 ? low : low | 0x80);
        }
        while (rest != 0);
        return length;
    }
}
