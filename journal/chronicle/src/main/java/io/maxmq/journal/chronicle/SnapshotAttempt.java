package io.maxmq.journal.chronicle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;

/** A snapshot that is being made: its place in the log, and the parts of all readers. */
final class SnapshotAttempt
{
    private final long sequence;
    private final long timestampMs;
    private final List<SnapshotPart> parts = new ArrayList<>();

    SnapshotAttempt(final long sequence, final long timestampMs, final int readerCount)
    {
        this.sequence = sequence;
        this.timestampMs = timestampMs;
        for (int i = 0; i < readerCount; i++)
        {
            parts.add(new SnapshotPart());
        }
    }

    long sequence()
    {
        return sequence;
    }

    long timestampMs()
    {
        return timestampMs;
    }

    SnapshotPart part(final int reader)
    {
        return parts.get(reader);
    }

    /**
     * Writes what readers hand in until all of them are done.
     *
     * @param pause waits a little; false if it is to be given up
     * @return false if it was given up
     */
    boolean drain(final SnapshotWriter writer, final LiveReferences live, final BooleanSupplier pause)
        throws IOException
    {
        try
        {
            boolean complete = false;
            while (!complete)
            {
                complete = true;
                boolean taken = false;
                for (final SnapshotPart part : parts)
                {
                    complete &= part.isComplete();
                    while (part.take((number, buffer, offset, length) -> write(writer, live, buffer, offset, length)))
                    {
                        taken = true;
                    }
                }
                if (!complete && !taken && !pause.getAsBoolean())
                {
                    return false;
                }
            }
            return true;
        }
        catch (final UncheckedIOException e)
        {
            throw e.getCause();
        }
    }

    private static boolean write(
        final SnapshotWriter writer, final LiveReferences live, final DirectBuffer buffer, final int offset,
        final int length)
    {
        try
        {
            writer.append(buffer, offset, length);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        live.onRecord(buffer, offset, length);
        return true;
    }
}
