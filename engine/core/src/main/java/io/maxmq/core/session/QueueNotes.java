package io.maxmq.core.session;

import org.agrona.collections.Long2LongHashMap;

/**
 * What a queue must remember of some of its messages because it stands nowhere else: the shared group that chose the
 * session, and the subscription id that goes with the message. For all others both are found with the message in the
 * log. One per session, used by its worker's thread alone.
 * <pre>
 *  63 | 62 | 61..52 | 51 ... 28  | 27 .......... 0
 *   0 |  1 |   0    | group bits | subscription id
 * </pre>
 */
final class QueueNotes
{
    /** Keeps a note from being the map's word for none. */
    private static final long PRESENT = 1L << 62;
    private static final int GROUP_SHIFT = 28;
    private static final int GROUP_MASK = 0xFF_FFFF;
    private static final long ID_MASK = (1L << GROUP_SHIFT) - 1;

    private Long2LongHashMap notes;

    void put(final long number, final int group, final int subscriptionId)
    {
        if (notes == null)
        {
            notes = new Long2LongHashMap(0);
        }
        notes.put(number, (long)group << GROUP_SHIFT | subscriptionId | PRESENT);
    }

    /** A note from {@link #get}. */
    void restore(final long number, final long note)
    {
        if (notes == null)
        {
            notes = new Long2LongHashMap(0);
        }
        notes.put(number, note);
    }

    long get(final long number)
    {
        return notes == null ? 0 : notes.get(number);
    }

    int group(final long number)
    {
        return (int)(notes.get(number) >>> GROUP_SHIFT) & GROUP_MASK;
    }

    int subscriptionId(final long number)
    {
        return (int)(notes.get(number) & ID_MASK);
    }

    void remove(final long number)
    {
        notes.remove(number);
    }
}
