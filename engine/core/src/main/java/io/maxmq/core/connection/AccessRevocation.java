package io.maxmq.core.connection;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.event.EventPublisher;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.partition.SubscriptionHops;
import io.maxmq.core.session.Session;
import io.maxmq.journal.event.UnsubscribeEvent;
import io.maxmq.spi.Authoriser;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;

/**
 * Ends subscriptions that their clients may not have any more: after the rules have changed, and where a session is
 * found again whose subscriptions were made under other rules. What is delivered meanwhile is judged message by
 * message, see {@link AccessControl#mayReceive}. A bounded step of the duty cycle; one per worker, used by its thread
 * alone.
 */
public final class AccessRevocation
{
    private static final int FILTERS_PER_CYCLE = 64;
    /** An UNSUBSCRIBE that no packet asked for, and that nobody waits for. */
    private static final long NO_REQUEST = 0;

    private final AccessControl access;
    private final Partitioning partitioning;
    private final SubscriptionHops hops;
    private final EventPublisher events;
    private final WorkerCounters counters;
    private final ArrayDeque<Review> reviews = new ArrayDeque<>();
    private final UnsubscribeEvent unsubscribeEvent = new UnsubscribeEvent();
    private final MutableDirectBuffer eventScratch = new ExpandableArrayBuffer(256);
    private final UnsafeBuffer filterBuffer = new UnsafeBuffer(0, 0);

    /** The subscriptions of one connection, looked at one after the other. */
    private static final class Review
    {
        final Connection connection;
        final Iterator<String> filters;
        byte[] current;

        Review(final Connection connection)
        {
            this.connection = connection;
            filters = new ArrayList<>(connection.session().subscriptions().keySet()).iterator();
        }
    }

    public AccessRevocation(
        final AccessControl access,
        final Partitioning partitioning,
        final SubscriptionHops hops,
        final EventPublisher events,
        final WorkerCounters counters)
    {
        this.access = access;
        this.partitioning = partitioning;
        this.hops = hops;
        this.events = events;
        this.counters = counters;
    }

    /**
     * The rules have changed: forgets what was decided, and looks at all subscriptions again.
     *
     * @param connections of this worker.
     */
    public void rulesChanged(final Iterable<Connection> connections)
    {
        if (!access.isOpen())
        {
            reviews.clear();
            for (final Connection connection : connections)
            {
                review(connection);
            }
        }
    }

    /**
     * Looks at the subscriptions of a session that a client may have found again. What has been decided about its will
     * while it connected may be by older rules.
     */
    void review(final Connection connection)
    {
        if (!access.isOpen() && connection.state() == Connection.State.CONNECTED)
        {
            connection.access().clear();
            if (!connection.session().subscriptions().isEmpty())
            {
                reviews.add(new Review(connection));
            }
        }
    }

    public boolean isEmpty()
    {
        return reviews.isEmpty();
    }

    /**
     * Looks at some subscriptions.
     *
     * @return how many.
     */
    public int step()
    {
        int count = 0;
        while (count < FILTERS_PER_CYCLE && !reviews.isEmpty())
        {
            final Review review = reviews.poll();
            if (!review.connection.isClosing() && !goOn(review))
            {
                reviews.add(review);
                return count;
            }
            count++;
        }
        return count;
    }

    /** True where the review has ended, false where it has to go on in a later cycle. */
    private boolean goOn(final Review review)
    {
        for (int i = 0; i < FILTERS_PER_CYCLE && (review.current != null || review.filters.hasNext()); i++)
        {
            if (review.current == null)
            {
                review.current = review.filters.next().getBytes(StandardCharsets.UTF_8);
            }
            if (review.connection.input().isHeldUp() || !judge(review.connection, review.current))
            {
                return false;
            }
            review.current = null;
        }
        return !review.filters.hasNext();
    }

    /** False where the decision, or room for what follows from it, has to be awaited. */
    private boolean judge(final Connection connection, final byte[] filter)
    {
        filterBuffer.wrap(filter);
        final int decision =
            access.decide(connection, Authoriser.Action.SUBSCRIBE, filterBuffer, 0, filter.length);
        if (decision == AccessControl.DENIED)
        {
            return revoke(connection.session(), filter);
        }
        return decision == AccessControl.ALLOWED;
    }

    private boolean revoke(final Session session, final byte[] filter)
    {
        if (session.isPersistent() ? log(session, filter) : send(session, filter))
        {
            counters.increment(Counter.SUBSCRIPTIONS_REVOKED);
            return true;
        }
        return false;
    }

    private boolean send(final Session session, final byte[] filter)
    {
        hops.beginUnsubscribe(session);
        hops.add(partitioning.ownersOfFilter(session.tenant(), filterBuffer, 0, filter.length), 0,
            filterBuffer, 0, filter.length);
        if (hops.send(NO_REQUEST) == -1)
        {
            return false;
        }
        session.unsubscribe(new String(filter, StandardCharsets.UTF_8));
        return true;
    }

    private boolean log(final Session session, final byte[] filter)
    {
        unsubscribeEvent.wrapForWrite(eventScratch, 0)
            .tenant(session.tenant())
            .workers(partitioning.allWorkers(), partitioning.workerCount())
            .sessionId(session.id())
            .connectionNumber(session.connectionNumber())
            .requestRef(NO_REQUEST)
            .addFilter(filterBuffer, 0, filter.length);
        if (!events.offer(eventScratch, 0, unsubscribeEvent.length()))
        {
            return false;
        }
        counters.increment(Counter.EVENTS_DECIDED);
        return true;
    }
}
