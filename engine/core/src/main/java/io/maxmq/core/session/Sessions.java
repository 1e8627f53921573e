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
    }

    public void remove(final Session session)
    {
        byId.remove(session.id());
        byClient.remove(session.key(), session);
        session.release();
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
