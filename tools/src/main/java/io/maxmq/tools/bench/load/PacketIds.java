package io.maxmq.tools.bench.load;

/**
 * The packet ids of one publisher's messages in flight (MQTT 4.3, 4.9), with the time each was sent. Ids roll through a
 * small space so that the state of a busy publisher stays in the cache. Single-threaded, allocates only when made.
 */
public final class PacketIds
{
    /** {@link #acknowledge} and {@link #release} answer: no such message is in flight, or not in this state. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private static final byte FREE = 0;
    private static final byte SENT = 1;
    private static final byte RELEASED = 2;

    private final byte[] state;
    private final long[] timeNs;
    private final int mask;
    private int last;
    private int inFlight;

    /**
     * @param window most messages in flight at a time, 1 to 65,535.
     */
    public PacketIds(final int window)
    {
        int space = 64;
        while (space < window + 1)
        {
            space <<= 1;
        }
        state = new byte[space];
        timeNs = new long[space];
        mask = space - 1;
    }

    /**
     * Take an id that is not in use. The caller keeps {@link #inFlight()} below its window.
     *
     * @param nowNs time to be given back by the acknowledgement.
     * @return an id, 1 to 65,535.
     */
    public int take(final long nowNs)
    {
        int id = last;
        do
        {
            id = id + 1 & mask;
        }
        while (id == 0 || state[id] != FREE);
        last = id;
        state[id] = SENT;
        timeNs[id] = nowNs;
        inFlight++;
        return id;
    }

    /**
     * PUBACK or PUBCOMP: the message is finished.
     *
     * @param id       from the packet.
     * @param released whether the id must have passed {@link #release} (QoS 2).
     * @return the time given to {@link #take}, or {@link #UNKNOWN}.
     */
    public long acknowledge(final int id, final boolean released)
    {
        if (id > mask || state[id] != (released ? RELEASED : SENT))
        {
            return UNKNOWN;
        }
        state[id] = FREE;
        inFlight--;
        return timeNs[id];
    }

    /**
     * PUBREC: the message waits for PUBCOMP now.
     *
     * @param id from the packet.
     * @return the time given to {@link #take}, or {@link #UNKNOWN}.
     */
    public long release(final int id)
    {
        if (id > mask || state[id] != SENT)
        {
            return UNKNOWN;
        }
        state[id] = RELEASED;
        return timeNs[id];
    }

    /**
     * @return messages sent and not finished.
     */
    public int inFlight()
    {
        return inFlight;
    }
}
