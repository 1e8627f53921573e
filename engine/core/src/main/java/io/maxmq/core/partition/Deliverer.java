package io.maxmq.core.partition;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.message.Delivery;
import io.maxmq.core.session.OutboundFlow;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.Sessions;
import io.maxmq.core.topic.MatchResult;
import io.maxmq.journal.event.TargetsFlyweight;
import org.agrona.DirectBuffer;

/**
 * Gives messages that do not go through the log to the sessions of this worker. Used by the worker's thread alone.
 */
public final class Deliverer
{
    private final Sessions sessions;
    private final OutboundFlow outbound;
    private final WorkerCounters counters;
    private SharedLeftovers leftovers;
    private final Delivery delivery = new Delivery();
    private final TargetsFlyweight targets = new TargetsFlyweight();

    public Deliverer(final Sessions sessions, final OutboundFlow outbound, final WorkerCounters counters)
    {
        this.sessions = sessions;
        this.outbound = outbound;
        this.counters = counters;
    }

    public void leftovers(final SharedLeftovers newLeftovers)
    {
        leftovers = newLeftovers;
    }

    /**
     * Begins with another message.
     *
     * @return the delivery whose message is to be set.
     */
    Delivery begin()
    {
        delivery.messageChanged();
        return delivery;
    }

    /**
     * Delivers to one target of a match.
     *
     * @param source of the message.
     * @param match  the targets.
     * @param index  of the target.
     * @param qos    effective QoS.
     */
    void deliver(final Delivery source, final MatchResult match, final int index, final int qos)
    {
        source.target(qos, match.retainAsPublished(index) && source.message().retain(), match.shared(index))
            .group(match.groupBits(index));
        for (int i = 0, count = match.subscriptionIdCount(index); i < count; i++)
        {
            source.addId(match.subscriptionIdAt(index, i));
        }
        deliver(match.sessionId(index), source);
    }

    /**
     * Delivers to all targets of a hop.
     *
     * @param tenant        of the message.
     * @param buffer        that holds the hop.
     * @param blockOffset   of the message block.
     * @param targetsOffset of the target list.
     */
    void deliverHop(final int tenant, final DirectBuffer buffer, final int blockOffset, final int targetsOffset)
    {
        begin().message().wrapBlock(tenant, buffer, blockOffset);
        targets.wrap(buffer, targetsOffset);
        for (int i = 0, count = targets.count(); i < count; i++)
        {
            delivery.target(targets.qos(i), targets.retain(i), targets.shared(i)).group(targets.group(i));
            for (int id = 0, ids = targets.idCount(i); id < ids; id++)
            {
                delivery.addId(targets.id(i, id));
            }
            deliver(targets.sessionId(i), delivery);
        }
    }

    /**
     * Delivers to one session.
     *
     * @param sessionId of the session; one that has ended is skipped and counted, or the shared group that chose it
     *                  chooses again.
     * @param source    message and flags.
     */
    public void deliver(final long sessionId, final Delivery source)
    {
        final Session session = sessions.byId(sessionId);
        if (session != null)
        {
            outbound.deliver(session, source);
        }
        else if (source.shared() && source.qos() > 0)
        {
            leftovers.add(sessionId, source);
        }
        else
        {
            counters.increment(Counter.DROPPED_NO_SESSION);
        }
    }

    /**
     * @return the first target of the hop that was delivered last.
     */
    long firstTarget()
    {
        return targets.sessionId(0);
    }

    Session session(final long sessionId)
    {
        return sessions.byId(sessionId);
    }
}
