package io.maxmq.core.retained;

/**
 * Takes the retained messages of one moment for a snapshot, some at a time, while they go on changing: an entry that is
 * about to change or to go is taken just before. Between snapshots it only keeps all entries in a list.
 * Used by the worker's thread alone.
 */
public final class RetainedImages
{
    private RetainedEntry first;
    private RetainedEntry last;
    private RetainedEntry cursor;
    private RetainedVisitor visitor;
    private int image;

    /**
     * A snapshot begins: all entries there are belong to it, and none that comes later.
     *
     * @param newVisitor gets each of them once, as it is now; its answer does not matter.
     */
    public void begin(final RetainedVisitor newVisitor)
    {
        image++;
        visitor = newVisitor;
        cursor = first;
    }

    /**
     * Takes the next entries.
     *
     * @param limit how many to look at.
     * @return false when there are no more.
     */
    public boolean step(final int limit)
    {
        for (int i = 0; i < limit && cursor != null; i++)
        {
            final RetainedEntry entry = cursor;
            cursor = entry.next;
            take(entry);
        }
        return cursor != null;
    }

    /** Nothing is taken any more. */
    public void end()
    {
        visitor = null;
        cursor = null;
    }

    void beforeChange(final RetainedEntry entry)
    {
        if (visitor != null)
        {
            take(entry);
        }
    }

    private void take(final RetainedEntry entry)
    {
        if (entry.image != image)
        {
            entry.image = image;
            visitor.onRetained(entry);
        }
    }

    void add(final RetainedEntry entry)
    {
        entry.image = image;
        entry.previous = last;
        if (last == null)
        {
            first = entry;
        }
        else
        {
            last.next = entry;
        }
        last = entry;
    }

    void remove(final RetainedEntry entry)
    {
        if (cursor == entry)
        {
            cursor = entry.next;
        }
        if (entry.previous == null)
        {
            first = entry.next;
        }
        else
        {
            entry.previous.next = entry.next;
        }
        if (entry.next == null)
        {
            last = entry.previous;
        }
        else
        {
            entry.next.previous = entry.previous;
        }
        entry.previous = null;
        entry.next = null;
    }
}
