package io.maxmq.journal.chronicle;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.event.SnapshotQueueEvent;
import io.maxmq.journal.event.SnapshotRetainedEvent;
import io.maxmq.journal.event.SnapshotSharedEvent;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;

/**
 * Which stored messages a snapshot refers to, by generation: a bit per event where no event is missing, else a set.
 * What is not in here at the place of the snapshot is never referred to by anything that follows it. Not thread-safe.
 */
final class LiveReferences
{
    private static final long NOT_A_SEQUENCE = 0L;

    private final Directory directory;
    private final Map<Generation, BitSet> bits = new HashMap<>();
    private final Map<Generation, LongHashSet> sets = new HashMap<>();
    private final SnapshotQueueEvent queue = new SnapshotQueueEvent();
    private final SnapshotRetainedEvent retained = new SnapshotRetainedEvent();
    private final SnapshotSharedEvent shared = new SnapshotSharedEvent();
    private long count;
    private Generation last;

    LiveReferences(final Directory directory)
    {
        this.directory = directory;
    }

    /** References in it, the same message as often as it is referred to. */
    long count()
    {
        return count;
    }

    /** Notes what a record refers to. */
    void onRecord(final DirectBuffer buffer, final int offset, final int length)
    {
        switch (EventHeader.type(buffer, offset))
        {
            case EventType.SNAPSHOT_QUEUE:
                onQueue(buffer, offset, length);
                break;

            case EventType.SNAPSHOT_RETAINED:
                retained.wrap(buffer, offset, length);
                while (retained.nextEntry())
                {
                    add(retained.messageSequence());
                }
                break;

            case EventType.SNAPSHOT_SHARED:
                shared.wrap(buffer, offset, length);
                for (int i = 0, entries = shared.count(); i < entries; i++)
                {
                    add(shared.kind(i) == SnapshotSharedEvent.ENDED ? NOT_A_SEQUENCE : shared.messageSequence(i));
                }
                break;

            default:
                break;
        }
    }

    private void onQueue(final DirectBuffer buffer, final int offset, final int length)
    {
        queue.wrap(buffer, offset, length);
        for (int i = 0, entries = queue.count(); i < entries; i++)
        {
            add(queue.entry(i) & SnapshotQueueEvent.REFERENCE_MASK);
        }
    }

    private void add(final long sequence)
    {
        if (sequence == NOT_A_SEQUENCE)
        {
            return;
        }
        count++;
        if (last == null || sequence < last.firstSequence() || sequence > last.lastSequence())
        {
            last = directory.find(sequence);
        }
        if (last != null && last.isStore())
        {
            sets.computeIfAbsent(last, any -> new LongHashSet()).add(sequence);
        }
        else if (last != null)
        {
            bits.computeIfAbsent(last, any -> new BitSet()).set((int)(sequence - last.firstSequence()));
        }
    }

    /** How many events of a generation are needed. */
    long liveEvents(final Generation generation)
    {
        if (generation.isStore())
        {
            final LongHashSet set = sets.get(generation);
            return set == null ? 0 : set.size();
        }
        final BitSet set = bits.get(generation);
        return set == null ? 0 : set.cardinality();
    }

    /** They, in order. */
    long[] sequences(final Generation generation)
    {
        if (generation.isStore())
        {
            final LongHashSet set = sets.get(generation);
            return set == null ? new long[0] : set.stream().mapToLong(Long::longValue).sorted().toArray();
        }
        final BitSet set = bits.get(generation);
        return set == null ? new long[0] : set.stream().mapToLong(bit -> generation.firstSequence() + bit).toArray();
    }
}
