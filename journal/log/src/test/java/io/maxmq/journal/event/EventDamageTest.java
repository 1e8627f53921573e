package io.maxmq.journal.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.agrona.concurrent.UnsafeBuffer;

/** Damaged events are reported, never read out of bounds. The printer stands for a reader that uses every accessor. */
class EventDamageTest
{
    private final EventPrinter printer = new EventPrinter(1000);
    private final StringBuilder out = new StringBuilder();

    @Property(tries = 50)
    void shouldPrintEveryTypeOnOneLine(@ForAll final long seed)
    {
        final List<UnsafeBuffer> events = new EventSamples(seed).all();
        assertEquals(EventType.MAX, events.size());
        for (final UnsafeBuffer event : events)
        {
            assertTrue(print(event, event.capacity()), out.toString());
            assertTrue(out.toString().contains(EventType.name(EventHeader.type(event, 0))), out.toString());
            assertFalse(out.chars().anyMatch(c -> c < 0x20), out.toString());
            JsonCheck.check(json(event));
        }
    }

    @Property(tries = 30)
    void shouldReportEveryTruncation(@ForAll final long seed)
    {
        for (final UnsafeBuffer event : new EventSamples(seed).all())
        {
            for (int length = 0; length < event.capacity(); length++)
            {
                assertFalse(print(copy(event, length), length), out.toString());
            }
        }
    }

    @Property(tries = 30)
    void shouldNotLeaveTheEventWhenTheHeaderIsShortenedToo(@ForAll final long seed)
    {
        for (final UnsafeBuffer event : new EventSamples(seed).all())
        {
            for (int length = EventHeader.LENGTH; length < event.capacity(); length++)
            {
                final UnsafeBuffer shorter = copy(event, length);
                shorter.putInt(EventHeader.BODY_LENGTH_OFFSET, length - EventHeader.LENGTH, EventHeader.BYTE_ORDER);
                assertFalse(print(shorter, length), out.toString());
            }
        }
    }

    @Property(tries = 300)
    void shouldNotLeaveTheEventWhateverByteIsWrong(@ForAll final long seed)
    {
        final Random random = new Random(seed);
        for (final UnsafeBuffer event : new EventSamples(seed).all())
        {
            final UnsafeBuffer damaged = copy(event, event.capacity());
            final int hits = 1 + random.nextInt(3);
            for (int i = 0; i < hits; i++)
            {
                final int at = EventHeader.LENGTH + random.nextInt(event.capacity() - EventHeader.LENGTH);
                damaged.putByte(at, (byte)(random.nextBoolean() ? 0xFF : random.nextInt()));
            }
            print(damaged, damaged.capacity());
            JsonCheck.check(json(damaged));
        }
    }

    private boolean print(final UnsafeBuffer event, final int length)
    {
        out.setLength(0);
        return printer.appendText(event, 0, length, out);
    }

    private String json(final UnsafeBuffer event)
    {
        final StringBuilder json = new StringBuilder();
        printer.appendJson(event, 0, event.capacity(), json);
        return json.toString();
    }

    private static UnsafeBuffer copy(final UnsafeBuffer event, final int length)
    {
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, event, 0, length);
        return copy;
    }
}
