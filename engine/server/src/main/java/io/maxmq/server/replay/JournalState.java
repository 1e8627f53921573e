package io.maxmq.server.replay;

import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.state.StateDump;
import io.maxmq.core.worker.StateFold;
import io.maxmq.journal.chronicle.JournalException;
import io.maxmq.journal.chronicle.JournalReader;
import io.maxmq.journal.chronicle.JournalTail;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.event.KeyHash;
import io.maxmq.journal.event.LimitsEvent;
import io.maxmq.journal.log.EventHandler;
import org.agrona.CloseHelper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of a broker at some place of its journal, by the same fold that the broker runs. The journal may be that of
 * a running broker: nothing is locked or written. What crash tests compare is
 * <pre>
 *   try (JournalState state = JournalState.open(JournalReader.open(folder)).foldTo(sequence))
 *   {
 *       state.dump().text();    // see StateDump: equal for equal states
 *   }
 * </pre>
 * Not thread-safe.
 */
public final class JournalState implements AutoCloseable
{
    private final List<StateFold> folds = new ArrayList<>();
    private final List<JournalTail> tails = new ArrayList<>();
    private final JournalReader reader;

    private JournalState(final JournalReader reader)
    {
        this.reader = reader;
    }

    /**
     * Prepares a fold by one worker, which is enough for everything that tools want.
     *
     * @param reader of the journal.
     * @return before the first event.
     * @throws IOException if the journal does not say what is needed to begin.
     */
    public static JournalState open(final JournalReader reader) throws IOException
    {
        return open(reader, 1);
    }

    /**
     * Prepares a fold by as many workers as wanted; their number changes nothing in the dump.
     *
     * @param reader  of the journal.
     * @param workers 1 to 64.
     * @return before the first event.
     * @throws IOException if the journal does not say what is needed to begin.
     */
    public static JournalState open(final JournalReader reader, final int workers) throws IOException
    {
        final LimitsEvent limits = new LimitsEvent();
        final Partitioning[] found = new Partitioning[1];
        final EventHandler look = (sequence, buffer, offset, length) ->
        {
            if (EventHeader.type(buffer, offset) == EventType.LIMITS && limits.wrap(buffer, offset, length))
            {
                found[0] = new Partitioning(
                    new KeyHash(limits.hashKey0(), limits.hashKey1()), workers, limits.partitionLevels());
            }
            return found[0] == null;
        };
        if (reader.snapshot() != null)
        {
            reader.snapshot().forEach(look);
        }
        else
        {
            reader.forEach(reader.firstSequence(), look);
        }
        if (found[0] == null)
        {
            throw new JournalException("the journal holds no state: no broker has finished its start on it");
        }
        final JournalState state = new JournalState(reader);
        for (int i = 0; i < workers; i++)
        {
            final JournalTail tail = reader.tail();
            state.tails.add(tail);
            state.folds.add(StateFold.create(i, found[0], tail));
        }
        return state;
    }

    /**
     * Goes on to an event.
     *
     * @param sequence of the last event that counts; one beyond the end means the end.
     * @return this.
     * @throws IllegalArgumentException if it is before the newest snapshot: what led to that is not kept.
     */
    public JournalState foldTo(final long sequence)
    {
        if (sequence < reader.snapshotSequence())
        {
            throw new IllegalArgumentException("the state at event " + sequence + " is not known any more: the newest " +
                "snapshot is that at event " + reader.snapshotSequence());
        }
        final long last = Math.min(sequence, reader.lastSequence());
        tails.forEach(tail -> tail.limit(last));
        folds.forEach(fold -> fold.foldTo(last));
        return this;
    }

    /**
     * @return the state at the place where the fold is.
     */
    public StateDump dump()
    {
        return StateDump.of(folds.stream().map(StateFold::state).toList());
    }

    /**
     * @param worker of as many as this was opened with.
     * @return what its state has in common with that of the running worker, see {@link StateDump#ofLive}.
     */
    public StateDump liveDump(final int worker)
    {
        return StateDump.ofLive(folds.get(worker).state());
    }

    @Override
    public void close()
    {
        CloseHelper.quietCloseAll(folds);
    }
}
