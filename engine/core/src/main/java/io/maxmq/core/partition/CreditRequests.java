package io.maxmq.core.partition;

import io.maxmq.core.session.Session;
import io.maxmq.transport.bus.Bus;
import io.maxmq.transport.bus.Stage;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.LongArrayList;

/**
 * What owners of topics ask before they send the next part of a retained scan: whether the session has room for it.
 * Each request is answered by a REPLY once there is, or once the session has gone; the others wait. Requests are three
 * numbers side by side, so that none of them is an object. Used by the worker's thread alone.
 * <pre>
 *   owner | scan | session || owner | scan | session || …
 * </pre>
 */
final class CreditRequests
{
    private static final int OWNER = 0;
    private static final int SCAN = 1;
    private static final int SESSION = 2;
    private static final int WIDTH = 3;

    private final Bus bus;
    private final Deliverer deliverer;
    private final RetainedScans.SessionRoom room;
    private final LongArrayList requests = new LongArrayList();
    private final MutableDirectBuffer reply = new ExpandableArrayBuffer(Hop.REPLY_LENGTH);

    CreditRequests(final Bus bus, final Deliverer deliverer, final RetainedScans.SessionRoom room)
    {
        this.bus = bus;
        this.deliverer = deliverer;
        this.room = room;
    }

    /**
     * An owner asks.
     *
     * @param owner     that asks.
     * @param scanId    of its scan.
     * @param sessionId that the scan is for.
     */
    void add(final int owner, final long scanId, final long sessionId)
    {
        requests.addLong(owner);
        requests.addLong(scanId);
        requests.addLong(sessionId);
    }

    /**
     * Answers whom it can, each in its turn.
     *
     * @return requests answered.
     */
    int answer()
    {
        final int size = requests.size();
        int kept = 0;
        for (int i = 0; i < size; i += WIDTH)
        {
            if (!answer((int)requests.getLong(i + OWNER), requests.getLong(i + SCAN), requests.getLong(i + SESSION)))
            {
                for (int field = 0; field < WIDTH; field++)
                {
                    requests.setLong(kept++, requests.getLong(i + field));
                }
            }
        }
        for (int i = size; i > kept; i--)
        {
            requests.removeAt(i - 1);
        }
        return (size - kept) / WIDTH;
    }

    private boolean answer(final int owner, final long scanId, final long sessionId)
    {
        final Session session = deliverer.session(sessionId);
        if (session != null && !room.hasRoom(session) || !bus.canOffer(owner, Stage.REPLY, Hop.REPLY_LENGTH))
        {
            return false;
        }
        reply.putByte(Hop.REPLY_KIND, (byte)Hop.REPLY_CREDIT);
        reply.putLong(Hop.REPLY_REQUEST, scanId, Hop.ORDER);
        bus.offer(owner, Stage.REPLY, reply, 0, Hop.REPLY_LENGTH);
        return true;
    }

    boolean isEmpty()
    {
        return requests.isEmpty();
    }
}
