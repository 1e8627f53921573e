package io.maxmq.tools.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest
{
    private static final int OFFSET = 7;
    private static final int RUN_TAG = 0xFEDC;
    private static final long DUE_NS = 123_456_789_012L;
    private static final int LANE = 70_000;
    private static final int SEQUENCE = -3;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2_000]);

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 20, 64, 1024})
    void shouldReadBackWhatWasWritten(final int length)
    {
        write(length);

        assertTrue(Payload.isIntact(buffer, OFFSET, length, length));
        assertEquals(RUN_TAG, Payload.runTag(buffer, OFFSET));
        assertEquals(DUE_NS, Payload.dueNs(buffer, OFFSET));
        assertEquals(LANE, Payload.lane(buffer, OFFSET));
        assertEquals(SEQUENCE, Payload.sequence(buffer, OFFSET));
    }

    @Test
    void shouldNoticeAnotherLength()
    {
        write(64);

        assertFalse(Payload.isIntact(buffer, OFFSET, 63, 64));
        assertFalse(Payload.isIntact(buffer, OFFSET, 64, 65));
    }

    @Test
    void shouldNoticeDamageToLaneSequenceAndCheck()
    {
        for (int i = 8; i < 16; i++)
        {
            assertDamageIsNoticed(i);
        }
        for (int i = 60; i < 64; i++)
        {
            assertDamageIsNoticed(i);
        }
    }

    private void assertDamageIsNoticed(final int index)
    {
        write(64);
        buffer.putByte(OFFSET + index, (byte)(buffer.getByte(OFFSET + index) ^ 0x10));
        assertFalse(Payload.isIntact(buffer, OFFSET, 64, 64), "byte " + index);
    }

    private void write(final int length)
    {
        Payload.prepare(buffer, OFFSET, length, LANE);
        Payload.patch(buffer, OFFSET, length, Payload.stamp(RUN_TAG, DUE_NS), LANE, SEQUENCE);
    }
}
