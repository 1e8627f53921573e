package io.maxmq.journal.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class MessageIdTest
{
    @Property(tries = 200)
    void shouldGiveBackItsParts(
        @ForAll @LongRange(min = MessageId.EPOCH_MS, max = MessageId.EPOCH_MS + (1L << 42) - 1) final long timeMs,
        @ForAll @IntRange(max = 255) final int datacenter, @ForAll @IntRange(max = 8191) final int machine,
        @ForAll @IntRange(max = (1 << 22) - 1) final int process,
        @ForAll @LongRange(min = 0, max = (1L << 42) - 1) final long sequence)
    {
        final long high = MessageId.high(timeMs, datacenter, machine);
        final long low = MessageId.low(process, sequence);
        assertTrue(high >= 0, "one bit is unused");
        assertEquals(timeMs, MessageId.timestampMs(high));
        assertEquals(datacenter, MessageId.datacenter(high));
        assertEquals(machine, MessageId.machine(high));
        assertEquals(process, MessageId.process(low));
        assertEquals(sequence, MessageId.sequence(low));
        final String text = MessageId.toString(high, low);
        assertEquals(MessageId.TEXT_LENGTH, text.length());
        assertEquals(high, MessageId.parseHigh(text));
        assertEquals(low, MessageId.parseLow(text));
    }

    @Test
    void shouldLieWhereTheDesignDrawsIt()
    {
        assertEquals(1L << 21, MessageId.high(MessageId.EPOCH_MS + 1, 0, 0));
        assertEquals(1L << 13, MessageId.high(MessageId.EPOCH_MS, 1, 0));
        assertEquals(1L, MessageId.high(MessageId.EPOCH_MS, 0, 1));
        assertEquals(1L << 42, MessageId.low(1, 0));
        assertEquals("00000000002000000000040000000005", MessageId.toString(
            MessageId.high(MessageId.EPOCH_MS + 1, 0, 0), MessageId.low(1, 5)));
    }
}
