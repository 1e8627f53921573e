package io.maxmq.core.session;

import org.agrona.collections.Long2ObjectHashMap;

import java.util.HashMap;
import java.util.Map;

/**
 * The sessions that are at home at one worker, by id and by client. At most one session of a client exists at a time.
 * Owned by the worker's thread.
 */
public final class Sessions
{
    private static final int WORKER_SHIFT = 48;

    private final Long2ObjectHashMap<Session> byId = new Long2ObjectHashMap<>();
    private final Map<ClientKey, Session> byClient = new HashMap<>();
    private final SessionMemory memory;
    private final long cleanIdBase;
    private long nextClean = 1;
    private Session first;
    private Session last;
    private Session cursor;
    private int image;

    /**
     * @param workerIndex of this worker.
     * @param memory      that accounts for them.
     */
    public Sessions(final int workerIndex, final SessionMemory memory)
    {
        this.memory = memory;
        cleanIdBase = Long.MIN_VALUE | (long)workerIndex << WORKER_SHIFT;
    }

    /**
     * @return an id for a session that lives in memory only; unique while the broker runs.
     */
    public long nextCleanId()
    {
        return cleanIdBase | nextClean++;
    }

    /**
     * The worker that gave out the id of a clean session.
     *
     * @param sessionId negative.
     * @return worker index at that time.
     */
    public static int workerOfCleanId(final long sessionId)
    {
        return (int)(sessionId >>> WORKER_SHIFT) & 63;
    }

    public void add(final Session session)
    {
        byId.put(session.id(), session);
        byClient.put(session.key(), session);
        session.accountTo(memory);
        session.image = image;
        session.previous = last;
        if (last == null)
        {
            first = session;
        }
        else
        {
            last.next = session;
        }
        last = session;
    }

    public void remove(final Session session)
    {
        byId.remove(session.id());
        byClient.remove(session.key(), session);
        session.release();
        unlink(session);
    }

    private void unlink(final Session session)
    {
        if (cursor == session)
        {
            cursor = session.next;
        }
        if (session.previous == null)
        {
            first = session.next;
        }
        else
        {
            session.previous.next = session.next;
        }
        if (session.next == null)
        {
            last = session.previous;
        }
        else
        {
            session.next.previous = session.previous;
        }
        session.previous = null;
        session.next = null;
    }

    /** A snapshot begins: all sessions there are belong to it, and none that comes later. */
    public void beginImages()
    {
        image++;
        cursor = first;
    }

    /**
     * Takes a session for the snapshot.
     *
     * @param session to be written down now.
     * @return false if that has been done, or is not wanted.
     */
    public boolean takeImage(final Session session)
    {
        final boolean wanted = session.image != image;
        session.image = image;
        return wanted && session.isPersistent();
    }

    /**
     * The next session that the snapshot may lack.
     *
     * @return null after the last.
     */
    public Session nextForImage()
    {
        final Session session = cursor;
        cursor = session == null ? null : session.next;
        return session;
    }

    public Session byId(final long sessionId)
    {
        return byId.get(sessionId);
    }

    public Session byClient(final ClientKey key)
    {
        return byClient.get(key);
    }

    public Iterable<Session> all()
    {
        return byId.values();
    }

    public int size()
    {
        return byId.size();
    }
}
