package io.maxmq.core.partition;

import io.maxmq.core.session.StoredMessages;
import io.maxmq.journal.event.SnapshotSharedEvent;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongArrayQueue;
import org.agrona.collections.LongHashSet;

import java.util.ArrayList;
import java.util.List;

/**
 * What the log knows of messages that shared groups gave to sessions of this worker, beyond the queues of persistent
 * sessions (rule 6 of the log):
 * <ul>
 * <li><em>held</em>: logged messages that a clean member has not acknowledged. When the broker starts again its clean
 * sessions are gone, and what they held becomes orphaned;</li>
 * <li><em>orphans</em>: logged messages whose chosen session has ended. The owner of the topic chooses again, by an
 * event; until that is applied an orphan stays here, through any crash.</li>
 * </ul>
 * Every message in it is retained in the log once. Used by the worker's thread alone.
 */
public final class SharedLedger
{
    /**
     * For how many events a session that has ended is remembered. An owner of topics that has not heard of its end yet
     * may still choose it; owners lag by 64 MiB at the most (rule 9 of the log), and no event is shorter than 64 bytes.
     */
    private static final int ENDED_REMEMBERED = 1 << 20;

    /**
     * A logged message without a session.
     *
     * @param sequence    of the message.
     * @param fromSession that had been chosen.
     * @param flags       of the target, with the group's bits.
     * @param begun       whether no other session may get it, as far as this run of the broker knows.
     */
    record Orphan(long sequence, long fromSession, int flags, boolean begun)
    {
    }

    private final StoredMessages stored;
    private final Long2ObjectHashMap<LongArrayList> held = new Long2ObjectHashMap<>();
    /** Empty lists, to be used again. */
    private final List<LongArrayList> spare = new ArrayList<>();
    private final List<Orphan> orphans = new ArrayList<>();
    private final LongHashSet ended = new LongHashSet();
    private final LongArrayQueue endedInOrder = new LongArrayQueue();
    private final LongArrayQueue endSequences = new LongArrayQueue();
    private int handedOver;

    public SharedLedger(final StoredMessages stored)
    {
        this.stored = stored;
    }

    /**
     * A clean session has been given a logged message.
     *
     * @param sessionId of the session.
     * @param sequence  of the message.
     * @param flags     of the target.
     */
    public void hold(final long sessionId, final long sequence, final int flags)
    {
        LongArrayList list = held.get(sessionId);
        if (list == null)
        {
            list = spare.isEmpty() ? new LongArrayList() : spare.remove(spare.size() - 1);
            held.put(sessionId, list);
        }
        stored.retain(sequence);
        list.addLong(sequence);
        list.addLong(flags);
    }

    /**
     * A session is done with a message, or has begun a QoS 2 delivery that nobody else may finish (MQTT-4.8.2-5).
     *
     * @param sessionId of the session.
     * @param sequence  of the message.
     */
    public void settled(final long sessionId, final long sequence)
    {
        final LongArrayList list = held.get(sessionId);
        for (int i = 0; list != null && i < list.size(); i += 2)
        {
            if (list.getLong(i) == sequence)
            {
                stored.release(sequence);
                list.removeAt(i + 1);
                list.removeAt(i);
                break;
            }
        }
        if (list != null && list.isEmpty())
        {
            spare.add(held.remove(sessionId));
        }
    }

    /**
     * A message has lost the session that was to get it.
     *
     * @param sequence    of the message.
     * @param fromSession the session.
     * @param flags       of the target.
     */
    public void orphan(final long sequence, final long fromSession, final int flags)
    {
        orphan(sequence, fromSession, flags, false);
    }

    /**
     * A message has lost the session that was to get it.
     *
     * @param sequence    of the message.
     * @param fromSession the session.
     * @param flags       of the target.
     * @param begun       whether that session may have it, so that no other may get it.
     */
    void orphan(final long sequence, final long fromSession, final int flags, final boolean begun)
    {
        stored.retain(sequence);
        orphans.add(new Orphan(sequence, fromSession, flags, begun));
    }

    /**
     * The group has chosen again.
     *
     * @param sequence    of the message.
     * @param fromSession that had been chosen before.
     */
    public void reassigned(final long sequence, final long fromSession)
    {
        for (int i = 0; i < orphans.size(); i++)
        {
            final Orphan orphan = orphans.get(i);
            if (orphan.sequence == sequence && orphan.fromSession == fromSession)
            {
                orphans.remove(i);
                handedOver -= i < handedOver ? 1 : 0;
                stored.release(sequence);
                break;
            }
        }
        settled(fromSession, sequence);
    }

    /** The broker has started: no clean session is alive, and nothing has been handed over yet. */
    public void brokerStarted()
    {
        handedOver = 0;
        held.forEachLong((sessionId, list) ->
        {
            for (int i = 0; i < list.size(); i += 2)
            {
                orphans.add(new Orphan(list.getLong(i), sessionId, (int)list.getLong(i + 1), false));
            }
        });
        held.clear();
    }

    /**
     * A persistent session has ended. Messages that were decided for it before may still come.
     *
     * @param sessionId of the session.
     * @param sequence  of its end.
     */
    public void ended(final long sessionId, final long sequence)
    {
        forget(sequence);
        if (ended.add(sessionId))
        {
            endedInOrder.addLong(sessionId);
            endSequences.addLong(sequence);
        }
    }

    /**
     * Hands out what a snapshot of the log's state must have. A message that a clean session left is with it, to the
     * log: that the session has ended is not in there.
     *
     * @param handler of each.
     */
    public void forEach(final EntryHandler handler)
    {
        held.forEachLong((sessionId, list) ->
        {
            for (int i = 0; i < list.size(); i += 2)
            {
                handler.onEntry(SnapshotSharedEvent.HELD, sessionId, list.getLong(i), (int)list.getLong(i + 1));
            }
        });
        for (final Orphan orphan : orphans)
        {
            if (orphan.fromSession > 0)
            {
                handler.onEntry(SnapshotSharedEvent.ORPHAN, orphan.fromSession, orphan.sequence, orphan.flags);
            }
            else if (!isHeld(orphan.fromSession, orphan.sequence))
            {
                handler.onEntry(SnapshotSharedEvent.HELD, orphan.fromSession, orphan.sequence, orphan.flags);
            }
        }
        final LongArrayQueue.LongIterator sequences = endSequences.iterator();
        endedInOrder.forEachLong(
            sessionId -> handler.onEntry(SnapshotSharedEvent.ENDED, sessionId, sequences.nextValue(), 0));
    }

    private boolean isHeld(final long sessionId, final long sequence)
    {
        final LongArrayList list = held.get(sessionId);
        for (int i = 0; list != null && i < list.size(); i += 2)
        {
            if (list.getLong(i) == sequence)
            {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes an entry of a snapshot.
     *
     * @param kind      as in {@link SnapshotSharedEvent}.
     * @param sessionId of the session.
     * @param sequence  of the message, or of the end of a session.
     * @param flags     of the target.
     */
    public void restore(final int kind, final long sessionId, final long sequence, final int flags)
    {
        switch (kind)
        {
            case SnapshotSharedEvent.HELD:
                hold(sessionId, sequence, flags);
                break;

            case SnapshotSharedEvent.ORPHAN:
                orphan(sequence, sessionId, flags);
                break;

            default:
                ended(sessionId, sequence);
                break;
        }
    }

    /** Gets the entries of a ledger. */
    @FunctionalInterface
    public interface EntryHandler
    {
        /**
         * @param kind      as in {@link SnapshotSharedEvent}.
         * @param sessionId of the session.
         * @param sequence  of the message, or of the end of a session.
         * @param flags     of the target.
         */
        void onEntry(int kind, long sessionId, long sequence, int flags);
    }

    private void forget(final long sequence)
    {
        while (!endedInOrder.isEmpty() && sequence - endSequences.peekLong() > ENDED_REMEMBERED)
        {
            ended.remove(endedInOrder.pollLong());
            endSequences.pollLong();
        }
    }

    /**
     * Whether a session at home here has ended before an event that names it.
     *
     * @param sessionId of the session.
     * @param sequence  of the event.
     * @return true if so.
     */
    public boolean hasEnded(final long sessionId, final long sequence)
    {
        forget(sequence);
        return ended.contains(sessionId);
    }

    /**
     * @return the next orphan that has not been handed to the owner of its topic, or null.
     */
    Orphan nextOrphan()
    {
        return handedOver < orphans.size() ? orphans.get(handedOver) : null;
    }

    /** Is shown what of a ledger lasts. */
    @FunctionalInterface
    public interface Visitor
    {
        /**
         * @param sequence  of the message.
         * @param sessionId of the session that was chosen for it.
         * @param flags     of the target.
         */
        void onMessage(long sequence, long sessionId, int flags);
    }

    /**
     * Shows the messages that are held or orphaned, in no particular order.
     *
     * @param visitor is shown each.
     */
    public void forEach(final Visitor visitor)
    {
        held.forEachLong((sessionId, list) ->
        {
            for (int i = 0; i < list.size(); i += 2)
            {
                visitor.onMessage(list.getLong(i), sessionId, (int)list.getLong(i + 1));
            }
        });
        for (final Orphan orphan : orphans)
        {
            visitor.onMessage(orphan.sequence, orphan.fromSession, orphan.flags);
        }
    }

    /** The next orphan is with the owner of its topic. */
    void handedOver()
    {
        handedOver++;
    }
}
