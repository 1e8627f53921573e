package io.maxmq.journal.chronicle;

import io.maxmq.journal.log.EventHandler;
import io.maxmq.journal.log.EventView;
import io.maxmq.journal.log.LogTail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.ExpandableDirectByteBuffer;

/**
 * Reads a journal without being its broker: takes no lock, writes nothing. Of one that a broker is writing to, it shows
 * what was there when it was opened; of a damaged one, what can be read, and {@link #report()} says where that ends.
 * <p>
 * For tools. Not thread-safe.
 */
public final class JournalReader
{
    private final List<Generation> generations;
    private final RecoveryReport report;
    private final RecordWalker walker = new RecordWalker();
    private final ExpandableDirectByteBuffer assembled = new ExpandableDirectByteBuffer(1024);
    private final EventView view = new EventView();

    private JournalReader(final Recovery recovery)
    {
        generations = recovery.generations();
        report = recovery.report();
    }

    /** Checks everything from the first byte to the last; throws if there is no journal. */
    public static JournalReader open(final Path folder) throws IOException
    {
        final Manifest manifest = Manifest.read(folder);
        if (manifest == null)
        {
            throw new JournalException("there is no journal in " + folder);
        }
        return new JournalReader(new Recovery(folder, manifest, 1, true).run());
    }

    public RecoveryReport report()
    {
        return report;
    }

    /**
     * A reader of its own that begins at the first event and finds every one again, for whoever folds the journal. Not
     * thread-safe.
     *
     * @return at the begin of the journal.
     */
    public LogTail tail()
    {
        return new ReaderTail(generations, report.firstSequence(), report.lastSequence());
    }

    /**
     * Hands out events in order until the handler answers false.
     *
     * @param fromSequence the first; what is before the journal's first is not there
     * @return how many were taken
     */
    public long forEach(final long fromSequence, final EventHandler handler)
    {
        long taken = 0;
        for (final Generation generation : generations)
        {
            final long first = Math.max(fromSequence, generation.firstSequence());
            long at = first > generation.lastSequence() ? 0 : walker.locate(generation, first);
            for (long sequence = first; sequence <= generation.lastSequence(); sequence++)
            {
                at = walker.view(generation, at, view, assembled);
                if (!handler.onEvent(sequence, view.buffer(), view.offset(), view.length()))
                {
                    return taken;
                }
                taken++;
            }
        }
        return taken;
    }
}
