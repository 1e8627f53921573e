package io.maxmq.core.topic;

/**
 * Open-addressed hash table by session id that keeps nothing but references, four bytes a slot: there may be one table
 * per filter. Grows at two thirds, shrinks at one eighth, so that it never holds much more than it needs.
 *
 * @param <T> what it holds.
 */
final class SessionTable<T extends SessionKeyed>
{
    private static final int MIN_CAPACITY = 4;
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private SessionKeyed[] slots = new SessionKeyed[MIN_CAPACITY];
    private int size;

    int size()
    {
        return size;
    }

    /** How many places {@link #at} has. */
    int capacity()
    {
        return slots.length;
    }

    /** What is at a place, null if it is free: for going through all of them. */
    @SuppressWarnings("unchecked")
    T at(final int index)
    {
        return (T) slots[index];
    }

    @SuppressWarnings("unchecked")
    T get(final long sessionId)
    {
        return (T) slots[indexOf(slots, sessionId)];
    }

    /** Adds an element whose session is not in the table yet. */
    void add(final T element)
    {
        if (++size * 3 > slots.length * 2)
        {
            rehash(slots.length * 2);
        }
        slots[indexOf(slots, element.sessionId())] = element;
    }

    void remove(final long sessionId)
    {
        final int index = indexOf(slots, sessionId);
        if (slots[index] == null)
        {
            return;
        }
        slots[index] = null;
        size--;
        closeGap(index);
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
            final int home = home(slots[i].sessionId(), slots.length);
            if ((i - home & mask) >= (i - gap & mask))
            {
                slots[gap] = slots[i];
                slots[i] = null;
                gap = i;
            }
        }
    }

    private void rehash(final int capacity)
    {
        final SessionKeyed[] old = slots;
        final SessionKeyed[] fresh = new SessionKeyed[capacity];
        for (final SessionKeyed element : old)
        {
            if (element != null)
            {
                fresh[indexOf(fresh, element.sessionId())] = element;
            }
        }
        slots = fresh;
    }

    private static int indexOf(final SessionKeyed[] slots, final long sessionId)
    {
        final int mask = slots.length - 1;
        int index = home(sessionId, slots.length);
        while (slots[index] != null && slots[index].sessionId() != sessionId)
        {
            index = index + 1 & mask;
        }
        return index;
    }

    private static int home(final long sessionId, final int capacity)
    {
        return (int) (sessionId * GOLDEN_RATIO >>> 64 - Integer.numberOfTrailingZeros(capacity));
    }
}
