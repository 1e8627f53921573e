package io.maxmq.core.session;

import java.util.Arrays;

/**
 * The QoS 1 and QoS 2 messages on their way to one client, in order.
 * <p>
 * Every message gets the next <em>enqueue number</em>. A number stands for the packet id
 * {@code (number + shift) % 65535 + 1}, so ids need no book-keeping and a recovered broker that replays the log
 * arrives at the same ids (rule 1 of the log). {@link #head()} is the oldest unfinished number; a number may only be
 * sent while its id is less than 65,535 away from the head's.
 * <p>
 * One message costs one long:
 * <pre>
 *  63 | 62    | 61      | 60   | 59..57 | 56     | 55   | 54     | 53 52 | 51 ................. 0
 *   0 | noted | has ids | sent | state  | shared | pool | retain | qos   | reference (0 = content not kept)
 * </pre>
 * The reference is a log sequence, or a {@code MessagePool} handle where bit 55 is set; {@link QueueNotes} know more
 * where bit 62 is. Owned by one worker thread;
 * allocates only when the ring grows.
 */
public final class OutboundQueue
{
    /** Waits for its turn. */
    public static final int QUEUED = 0;
    /** PUBLISH sent, waits for PUBACK or PUBREC. */
    public static final int SENT = 1;
    /** PUBREC came; its event is on the way to the log, PUBREL must not leave yet. */
    public static final int RECORDING = 2;
    /** PUBREC is recorded, PUBREL sent, waits for PUBCOMP. */
    public static final int RELEASED = 3;
    /** The client is done with it; the event that says so is on the way to the log. */
    public static final int FINISHING = 4;
    /** Finished; goes away when everything older has finished. */
    public static final int DONE = 5;
    /** As {@link #FINISHING}, after {@link #RELEASED}: PUBCOMP came, its event is on the way to the log. */
    public static final int COMPLETING = 6;

    /** How many packet ids there are. */
    public static final int PACKET_IDS = 65_535;

    private static final long REFERENCE_MASK = (1L << 52) - 1;
    private static final int QOS_SHIFT = 52;
    private static final long RETAIN_BIT = 1L << 54;
    private static final long POOL_BIT = 1L << 55;
    private static final long SHARED_BIT = 1L << 56;
    private static final int STATE_SHIFT = 57;
    private static final long STATE_MASK = 7L << STATE_SHIFT;
    private static final long SENT_BIT = 1L << 60;
    private static final long IDS_BIT = 1L << 61;
    private static final long NOTED_BIT = 1L << 62;
    private static final int INITIAL_CAPACITY = 16;
    private static final long[] EMPTY = new long[0];

    private long[] ring = EMPTY;
    private long head;
    private long next;
    private int unfinished;
    private long shift;
    private long[] jumps = EMPTY;

    /**
     * Makes the value of an entry.
     *
     * @param reference log sequence or pool handle, 0 where the content is not kept.
     * @param pooled    whether the reference is a pool handle.
     * @param qos       effective QoS, 1 or 2.
     * @param retain    the RETAIN flag to send.
     * @param shared    whether it came through a shared subscription.
     * @param hasIds    whether subscription identifiers go with it.
     * @return the entry.
     */
    public static long entry(
        final long reference,
        final boolean pooled,
        final int qos,
        final boolean retain,
        final boolean shared,
        final boolean hasIds)
    {
        return reference |
            (long)qos << QOS_SHIFT |
            (retain ? RETAIN_BIT : 0) |
            (pooled ? POOL_BIT : 0) |
            (shared ? SHARED_BIT : 0) |
            (hasIds ? IDS_BIT : 0);
    }

    public static long reference(final long entry)
    {
        return entry & REFERENCE_MASK;
    }

    public static int qos(final long entry)
    {
        return (int)(entry >>> QOS_SHIFT) & 3;
    }

    public static boolean retain(final long entry)
    {
        return (entry & RETAIN_BIT) != 0;
    }

    public static boolean pooled(final long entry)
    {
        return (entry & POOL_BIT) != 0;
    }

    public static boolean shared(final long entry)
    {
        return (entry & SHARED_BIT) != 0;
    }

    static boolean noted(final long entry)
    {
        return (entry & NOTED_BIT) != 0;
    }

    /** Marks a message of which {@link QueueNotes} know more. */
    void markNoted(final long number)
    {
        ring[(int)number & ring.length - 1] |= NOTED_BIT;
    }

    public static boolean hasIds(final long entry)
    {
        return (entry & IDS_BIT) != 0;
    }

    /**
     * Whether the message may have left for the client before, so that it must carry DUP when it is sent again
     * (MQTT-3.3.1-1).
     *
     * @param entry of the queue.
     * @return true if it may have been sent.
     */
    public static boolean sent(final long entry)
    {
        return (entry & SENT_BIT) != 0;
    }

    public static int state(final long entry)
    {
        return (int)((entry & STATE_MASK) >>> STATE_SHIFT);
    }

    public long head()
    {
        return head;
    }

    public long next()
    {
        return next;
    }

    public int size()
    {
        return (int)(next - head);
    }

    /**
     * Messages that have not finished; {@link #size()} also counts those that have, behind an older one that has not.
     *
     * @return their number.
     */
    public int unfinished()
    {
        return unfinished;
    }

    public boolean isEmpty()
    {
        return head == next;
    }

    /**
     * Adds a message at the end.
     *
     * @param entry made by {@link #entry}.
     * @return its enqueue number.
     */
    public long append(final long entry)
    {
        if (next - head == ring.length)
        {
            grow();
        }
        ring[(int)next & ring.length - 1] = entry;
        unfinished++;
        return next++;
    }

    /**
     * The entry of a number.
     *
     * @param number from {@link #head()} to {@link #next()} - 1.
     * @return its entry.
     */
    public long get(final long number)
    {
        return ring[(int)number & ring.length - 1];
    }

    public void state(final long number, final int state)
    {
        final int index = (int)number & ring.length - 1;
        ring[index] = ring[index] & ~STATE_MASK | (long)state << STATE_SHIFT | (state == SENT ? SENT_BIT : 0);
    }

    /**
     * Sets where the content of a message is.
     *
     * @param number    of the message.
     * @param reference log sequence or pool handle.
     * @param pooled    whether it is a pool handle.
     */
    public void reference(final long number, final long reference, final boolean pooled)
    {
        clearReference(number);
        ring[(int)number & ring.length - 1] |= reference | (pooled ? POOL_BIT : 0);
    }

    /**
     * Forgets the content of a message that will not be needed again.
     *
     * @param number of the message.
     */
    public void clearReference(final long number)
    {
        ring[(int)number & ring.length - 1] &= ~(REFERENCE_MASK | POOL_BIT);
    }

    /**
     * Marks a message as one that may have been sent, as recovery must assume of those inside the window.
     *
     * @param number of the message.
     */
    public void markSent(final long number)
    {
        ring[(int)number & ring.length - 1] |= SENT_BIT;
    }

    /**
     * An entry as the log alone makes it: without what is on its way there.
     *
     * @param number of the message.
     * @return its entry.
     */
    long image(final long number)
    {
        final long entry = get(number);
        switch (state(entry))
        {
            case DONE:
            case RELEASED:
                return entry;

            case COMPLETING:
                return entry & ~STATE_MASK | (long)RELEASED << STATE_SHIFT;

            default:
                return entry & ~STATE_MASK;
        }
    }

    long shift()
    {
        return shift;
    }

    /** Pairs of a number and how far ids jump there. */
    long[] jumps()
    {
        return jumps;
    }

    /**
     * Puts an empty queue where another one was.
     *
     * @param newHead  oldest unfinished number.
     * @param newShift of the packet ids.
     * @param newJumps pairs of a number and a distance.
     * @param expected entries to come by {@link #restore(long)}.
     */
    void restore(final long newHead, final long newShift, final long[] newJumps, final int expected)
    {
        head = newHead;
        next = newHead;
        shift = newShift;
        jumps = newJumps;
        if (expected > 0)
        {
            ring = new long[Math.max(INITIAL_CAPACITY, Integer.highestOneBit(expected - 1) << 1)];
        }
    }

    /**
     * Adds an entry of another queue.
     *
     * @param image from {@link #image(long)}.
     */
    void restore(final long image)
    {
        append(image);
        unfinished -= state(image) == DONE ? 1 : 0;
    }

    /**
     * Finishes a message and moves the head over everything that has finished.
     *
     * @param number of the message; one that has left already is ignored.
     */
    public void finish(final long number)
    {
        if (number < head || number >= next)
        {
            return;
        }
        if (state(get(number)) != DONE)
        {
            unfinished--;
        }
        state(number, DONE);
        while (head < next && state(get(head)) == DONE)
        {
            head++;
        }
        if (jumps.length > 0 && head >= jumps[0])
        {
            dropPassedJumps();
        }
    }

    public int packetId(final long number)
    {
        return (int)Math.floorMod(number + shiftOf(number), (long)PACKET_IDS) + 1;
    }

    /**
     * Whether the packet id of a number is free: far enough from the id of the oldest unfinished number.
     *
     * @param number which wants to be sent.
     * @return true if it may be sent.
     */
    public boolean idFree(final long number)
    {
        return number + shiftOf(number) - (head + shiftOf(head)) < PACKET_IDS;
    }

    /**
     * Finds the unfinished message to which a packet id belongs.
     *
     * @param packetId 1 to 65,535.
     * @return its number, or -1 where no message has the id.
     */
    public long numberOf(final int packetId)
    {
        if (jumps.length > 0)
        {
            return numberOfAcrossJumps(packetId);
        }
        final long number = head + Math.floorMod(packetId - 1 - (head + shift), (long)PACKET_IDS);
        return number < next ? number : -1;
    }

    /**
     * Moves the ids of all messages to come, after an unclean start that may have lost the end of the log: an id that
     * was sent with a lost message must not be taken for the id of another one.
     *
     * @param distance how far the ids jump.
     */
    public void jump(final long distance)
    {
        if (head == next)
        {
            shift += distance;
            return;
        }
        jumps = Arrays.copyOf(jumps, jumps.length + 2);
        jumps[jumps.length - 2] = next;
        jumps[jumps.length - 1] = distance;
    }

    /** Gives back the ring of an empty queue that has grown. */
    public void trim()
    {
        if (head == next && ring.length > INITIAL_CAPACITY)
        {
            ring = EMPTY;
        }
    }

    private long shiftOf(final long number)
    {
        long result = shift;
        for (int i = 0; i < jumps.length && number >= jumps[i]; i += 2)
        {
            result += jumps[i + 1];
        }
        return result;
    }

    private long numberOfAcrossJumps(final int packetId)
    {
        final long limit = Math.min(next, head + PACKET_IDS);
        for (long number = head; number < limit; number++)
        {
            if (packetId(number) == packetId && state(get(number)) != QUEUED)
            {
                return number;
            }
        }
        return -1;
    }

    private void dropPassedJumps()
    {
        int passed = 0;
        while (passed < jumps.length && head >= jumps[passed])
        {
            shift += jumps[passed + 1];
            passed += 2;
        }
        jumps = Arrays.copyOfRange(jumps, passed, jumps.length);
    }

    private void grow()
    {
        final int capacity = Math.max(INITIAL_CAPACITY, ring.length * 2);
        final long[] larger = new long[capacity];
        for (long number = head; number < next; number++)
        {
            larger[(int)number & capacity - 1] = ring[(int)number & ring.length - 1];
        }
        ring = larger;
    }
}
