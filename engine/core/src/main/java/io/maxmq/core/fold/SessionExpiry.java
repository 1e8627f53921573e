package io.maxmq.core.fold;

import io.maxmq.core.clock.CycleClock;
import io.maxmq.core.clock.Timers;
import io.maxmq.core.connection.CloseFlow;
import io.maxmq.core.connection.SessionOpening;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.event.EventPublisher;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.Sessions;
import io.maxmq.journal.event.SessionEndEvent;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.ArrayDeque;

/**
 * Ends persistent sessions whose expiry interval has passed (MQTT-3.1.2.11.2), by an event; and closes, by an event,
 * those that were opened for a connection which was gone by then. What finds no room is tried again. Used by the
 * worker's thread alone.
 */
public final class SessionExpiry
{
    private final Partitioning partitioning;
    private final Sessions sessions;
    private final CycleClock clock;
    private final Timers timers;
    private final EventPublisher events;
    private final CloseFlow closes;
    private final SessionOpening opening;
    private final WorkerCounters counters;
    private final ArrayDeque<Session> expired = new ArrayDeque<>();
    private final ArrayDeque<Session> toClose = new ArrayDeque<>();
    private final SessionEndEvent end = new SessionEndEvent();
    private final MutableDirectBuffer scratch = new ExpandableArrayBuffer(128);

    public SessionExpiry(
        final Partitioning partitioning,
        final Sessions sessions,
        final CycleClock clock,
        final Timers timers,
        final EventPublisher events,
        final CloseFlow closes,
        final SessionOpening opening,
        final WorkerCounters counters)
    {
        this.partitioning = partitioning;
        this.sessions = sessions;
        this.clock = clock;
        this.timers = timers;
        this.events = events;
        this.closes = closes;
        this.opening = opening;
        this.counters = counters;
    }

    void schedule(final Session session)
    {
        cancel(session);
        final long dueMs = session.expiresAtMs();
        if (dueMs == Long.MAX_VALUE)
        {
            return;
        }
        if (dueMs <= clock.nowMs())
        {
            expired.add(session);
        }
        else
        {
            session.timerId(timers.schedule(dueMs, nowMs -> expired.add(session)));
        }
    }

    void cancel(final Session session)
    {
        timers.cancel(session.timerId());
    }

    void closeLater(final Session session)
    {
        toClose.add(session);
    }

    /**
     * Ends or closes one session.
     *
     * @return 1 if there was something to do.
     */
    public int step()
    {
        return endOne() + closeOne();
    }

    private int endOne()
    {
        final Session session = expired.peek();
        if (session == null)
        {
            return 0;
        }
        final boolean stillDue = sessions.byId(session.id()) == session && !session.isConnected() &&
            session.expiresAtMs() <= clock.nowMs() && opening.mayEnd(session.key());
        if (stillDue)
        {
            if (session.will() != null && session.isWillHandedOver())
            {
                return 0;
            }
            end.wrapForWrite(scratch, 0)
                .tenant(session.tenant())
                .workers(partitioning.allWorkers(), partitioning.workerCount())
                .sessionId(session.id())
                .reason(SessionEndEvent.EXPIRED);
            if (!events.offer(scratch, 0, end.length()))
            {
                return 0;
            }
            opening.ends(session.key());
            counters.increment(Counter.EVENTS_DECIDED);
        }
        expired.poll();
        return 1;
    }

    private int closeOne()
    {
        final Session session = toClose.peek();
        if (session == null)
        {
            return 0;
        }
        if (session.isConnected() && session.outlet() == null && !closes.closeUnattached(session))
        {
            return 0;
        }
        toClose.poll();
        return 1;
    }

    public boolean isEmpty()
    {
        return expired.isEmpty() && toClose.isEmpty();
    }
}
