package io.maxmq.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

/** What the journal keeps in memory for a stored message, however many sessions share it: 32 bytes at the most. */
class IndexMemoryTest
{
    private static final int MESSAGES = 500_000;
    private static final long MAX_BYTES = 32L * MESSAGES;

    @Test
    void shouldIndexADenseGenerationInLittleMemory() throws ReflectiveOperationException
    {
        final SequenceIndex index = new SequenceIndex(MESSAGES);
        index.begin(1);
        for (int i = 1; i <= MESSAGES; i++)
        {
            index.onEvent(i, i * 100L);
        }
        assertTrue(bytes(index) < MAX_BYTES / 16, () -> bytes(index) + " bytes");
    }

    @Test
    void shouldIndexAStoreInLittleMemory() throws ReflectiveOperationException
    {
        final SparseIndex index = new SparseIndex();
        for (int i = 1; i <= MESSAGES; i++)
        {
            index.onEvent(i * 17L, i * 100L);
        }
        assertTrue(bytes(index) < MAX_BYTES / 16, () -> bytes(index) + " bytes");
    }

    /** Of all arrays in its fields. */
    private static long bytes(final Object index)
    {
        try
        {
            long sum = 0;
            for (final Field field : index.getClass().getDeclaredFields())
            {
                field.setAccessible(true);
                sum += field.getType().isArray() ? bytesOfArray(field.get(index)) : 0;
            }
            return sum;
        }
        catch (final IllegalAccessException e)
        {
            throw new AssertionError(e);
        }
    }

    private static long bytesOfArray(final Object array)
    {
        if (array instanceof Object[] parts)
        {
            long sum = (long)Long.BYTES * parts.length;
            for (final Object part : parts)
            {
                sum += part == null ? 0 : bytesOfArray(part);
            }
            return sum;
        }
        return (long)Array.getLength(array) * (array instanceof int[] ? Integer.BYTES : Long.BYTES);
    }
}
