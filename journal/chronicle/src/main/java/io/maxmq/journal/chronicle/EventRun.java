package io.maxmq.journal.chronicle;

import org.agrona.collections.IntArrayList;

/** Events of one file that follow one another without a gap, and where every sixteenth of them starts. */
final class EventRun
{
    private static final int SPACING = 16;

    private final FileScan file;
    private final long firstSequence;
    private final IntArrayList positions = new IntArrayList();
    private long lastSequence;

    EventRun(final FileScan file, final long firstSequence)
    {
        this.file = file;
        this.firstSequence = firstSequence;
        lastSequence = firstSequence - 1;
    }

    void add(final long position)
    {
        if ((++lastSequence - firstSequence) % SPACING == 0)
        {
            positions.addInt((int)position);
        }
    }

    FileScan file()
    {
        return file;
    }

    long firstSequence()
    {
        return firstSequence;
    }

    long lastSequence()
    {
        return lastSequence;
    }

    long events()
    {
        return lastSequence - firstSequence + 1;
    }

    /** Of the document with which an event starts. */
    long position(final long sequence)
    {
        final int index = (int)((sequence - firstSequence) / SPACING);
        return file.locate(positions.getInt(index), sequence);
    }
}
