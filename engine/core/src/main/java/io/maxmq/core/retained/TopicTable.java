package io.maxmq.core.retained;

import io.maxmq.core.topic.TopicHash;
import org.agrona.DirectBuffer;

import java.util.function.Consumer;

/**
 * Finds a retained message by its exact topic: open-addressed, nothing but references.
 */
final class TopicTable
{
    private static final int MIN_CAPACITY = 16;

    private final TopicHash topicHash = new TopicHash();
    private RetainedEntry[] slots = new RetainedEntry[MIN_CAPACITY];
    private int size;

    int size()
    {
        return size;
    }

    int hash(final int tenant, final DirectBuffer topic, final int offset, final int length)
    {
        return topicHash.hash(tenant, topic, offset, length);
    }

    RetainedEntry get(
        final int hash, final int tenant, final DirectBuffer topic, final int offset, final int length)
    {
        final int mask = slots.length - 1;
        for (int i = hash & mask; slots[i] != null; i = i + 1 & mask)
        {
            final RetainedEntry entry = slots[i];
            if (entry.hash == hash && entry.tenant == tenant && entry.topic.length == length
                && TopicHash.equal(entry.topic, topic, offset, length))
            {
                return entry;
            }
        }
        return null;
    }

    void forEach(final Consumer<RetainedEntry> visitor)
    {
        for (final RetainedEntry entry : slots)
        {
            if (entry != null)
            {
                visitor.accept(entry);
            }
        }
    }

    /** Adds an entry whose topic is not in the table. */
    void add(final RetainedEntry entry)
    {
        if (++size * 3 > slots.length * 2)
        {
            rehash(slots.length * 2);
        }
        insert(slots, entry);
    }

    void remove(final RetainedEntry entry)
    {
        final int mask = slots.length - 1;
        int i = entry.hash & mask;
        while (slots[i] != entry)
        {
            i = i + 1 & mask;
        }
        slots[i] = null;
        size--;
        closeGap(i);
        if (slots.length > MIN_CAPACITY && size * 8 < slots.length)
        {
            rehash(slots.length / 2);
        }
    }

    private void closeGap(final int free)
    {
        final int mask = slots.length - 1;
        int gap = free;
        for (int i = gap + 1 & mask; slots[i] != null; i = i + 1 & mask)
        {
            if ((i - slots[i].hash & mask) >= (i - gap & mask))
            {
                slots[gap] = slots[i];
                slots[i] = null;
                gap = i;
            }
        }
    }

    private void rehash(final int capacity)
    {
        final RetainedEntry[] fresh = new RetainedEntry[capacity];
        for (final RetainedEntry entry : slots)
        {
            if (entry != null)
            {
                insert(fresh, entry);
            }
        }
        slots = fresh;
    }

    private static void insert(final RetainedEntry[] slots, final RetainedEntry entry)
    {
        final int mask = slots.length - 1;
        int i = entry.hash & mask;
        while (slots[i] != null)
        {
            i = i + 1 & mask;
        }
        slots[i] = entry;
    }
}
