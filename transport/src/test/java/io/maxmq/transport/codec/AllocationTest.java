package io.maxmq.transport.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Reading and writing the packets of the message path allocates nothing.
 */
final class AllocationTest
{
    private static final int WARM_UP = 20_000;
    private static final int PACKETS = 100_000;
    /** What measuring itself may take, and nothing that grows with the packets. */
    private static final long TOLERATED_BYTES = 1_000;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final PublishDecoder publishDecoder = new PublishDecoder();
    private final PublishEncoder publishEncoder = new PublishEncoder();
    private final AckDecoder ackDecoder = new AckDecoder();
    private final UnsafeBuffer dst = new UnsafeBuffer(new byte[1024]);
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[1024]);

    @Test
    void shouldNotAllocateForPublish()
    {
        for (final PacketSample sample : PacketTable.valid())
        {
            if (PacketType.of(sample.firstByte()) == PacketType.PUBLISH && !sample.name().contains("subscription"))
            {
                shouldNotAllocate(sample, publishOf(sample));
            }
        }
    }

    @Test
    void shouldNotAllocateForAcknowledgements()
    {
        for (final PacketSample sample : PacketTable.valid())
        {
            final int packetType = PacketType.of(sample.firstByte());
            if (packetType >= PacketType.PUBACK && packetType <= PacketType.PUBCOMP)
            {
                shouldNotAllocate(sample, ackOf(packetType, sample));
            }
        }
    }

    @Test
    void shouldNotAllocateForWhatIsMalformed()
    {
        final PacketSample sample = PacketTable.malformed().stream()
            .filter(candidate -> candidate.violation() == Violation.REPEATED_PROPERTY &&
                PacketType.of(candidate.firstByte()) == PacketType.PUBLISH).findFirst().orElseThrow();
        final UnsafeBuffer frame = sample.buffer();

        shouldNotAllocate(sample, () -> assertEquals(Violation.REPEATED_PROPERTY, publishDecoder.wrap(
            frame, sample.wire().bodyOffset(), sample.wire().bodyLength(), 0, MqttVersion.V5)));
    }

    private Runnable publishOf(final PacketSample sample)
    {
        final UnsafeBuffer frame = sample.buffer();
        final int version = sample.version();
        final int flags = PacketType.flags(sample.firstByte());
        final UnsafeBuffer ids = new UnsafeBuffer(new byte[3 * Integer.BYTES]);
        ids.putInt(0, 2);
        ids.putInt(Integer.BYTES, 1);
        ids.putInt(2 * Integer.BYTES, 300);
        return () ->
        {
            final int frameLength = FrameDecoder.frameLength(frame, 0, frame.capacity());
            final int body = FrameDecoder.bodyOffset(0, frameLength);
            assertEquals(Violation.NONE, publishDecoder.wrap(frame, body, frameLength - body, flags, version));
            TopicName.check(frame, publishDecoder.topicOffset(), publishDecoder.topicLength());
            final int forwarded = publishDecoder.copyForwardProperties(scratch, 0);
            publishEncoder.start(version, publishDecoder.qos(), false, publishDecoder.retain())
                .packetId(publishDecoder.packetId())
                .topic(frame, publishDecoder.topicOffset(), publishDecoder.topicLength())
                .messageExpirySeconds(publishDecoder.messageExpirySeconds())
                .subscriptionIds(ids, 0)
                .forwardProperties(scratch, 0, forwarded)
                .payload(frame, publishDecoder.payloadOffset(), publishDecoder.payloadLength());
            assertTrue(publishEncoder.length() == publishEncoder.encode(dst, 0));
        };
    }

    private Runnable ackOf(final int packetType, final PacketSample sample)
    {
        final UnsafeBuffer frame = sample.buffer();
        final int version = sample.version();
        final int flags = PacketType.flags(sample.firstByte());
        return () ->
        {
            final int frameLength = FrameDecoder.frameLength(frame, 0, frame.capacity());
            final int body = FrameDecoder.bodyOffset(0, frameLength);
            assertEquals(
                Violation.NONE, ackDecoder.wrap(packetType, frame, body, frameLength - body, flags, version));
            AckEncoder.encode(
                dst, 0, packetType, version, ackDecoder.packetId(), ackDecoder.reasonCode());
        };
    }

    private void shouldNotAllocate(final PacketSample sample, final Runnable step)
    {
        repeat(step, WARM_UP);
        final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        repeat(step, PACKETS);
        final long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertTrue(allocated < TOLERATED_BYTES, sample + " allocated " + allocated + " bytes");
    }

    private static void repeat(final Runnable step, final int times)
    {
        for (int i = 0; i < times; i++)
        {
            step.run();
        }
    }
}
