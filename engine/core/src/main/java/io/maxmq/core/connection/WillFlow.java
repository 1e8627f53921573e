package io.maxmq.core.connection;

import io.maxmq.core.clock.CycleClock;
import io.maxmq.core.clock.Timers;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.event.EventPublisher;
import io.maxmq.core.message.Message;
import io.maxmq.core.partition.PublishRequest;
import io.maxmq.core.partition.Routing;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.Will;
import io.maxmq.core.topic.TopicMemo;

import java.util.ArrayDeque;

/**
 * Publishes wills (MQTT-3.1.2.5): that of a clean session when its connection ends, that of a persistent one when its
 * delay has passed, unless the client has come back. The latter is done once its event is applied; until then the
 * client's next CONNECT waits (rule 8 of the log). One per worker, used by its thread alone.
 */
public final class WillFlow
{
    private final int self;
    private final CycleClock clock;
    private final Timers timers;
    private final Routing routing;
    private final EventPublisher events;
    private final WorkerCounters counters;
    private final PublishRequest request = new PublishRequest();
    private final TopicMemo memo = new TopicMemo();
    private final ArrayDeque<Due> due = new ArrayDeque<>();

    private record Due(Session session, Will will, int connectionNumber)
    {
    }

    public WillFlow(
        final int self,
        final CycleClock clock,
        final Timers timers,
        final Routing routing,
        final EventPublisher events,
        final WorkerCounters counters)
    {
        this.self = self;
        this.clock = clock;
        this.timers = timers;
        this.routing = routing;
        this.events = events;
        this.counters = counters;
    }

    /**
     * Publishes the will of a clean session.
     *
     * @param session whose connection ends.
     * @return false where there was no room.
     */
    boolean publish(final Session session)
    {
        return publish(session, session.will(), session.connectionNumber());
    }

    private boolean publish(final Session session, final Will will, final int connectionNumber)
    {
        final Message message = request.message().wrapBlock(session.tenant(), will.block(), 0);
        final long expirySeconds = message.expiryDeadlineMs();
        message.attributes(session.tenant(), message.qos(), message.retain(),
            expirySeconds == Message.NEVER ? Message.NEVER : clock.nowMs() + expirySeconds * 1000);
        request.from(self, session.id(), connectionNumber, 0, session.isPersistent()).will(true);
        if (!routing.publish(request, memo))
        {
            return false;
        }
        counters.increment(Counter.WILLS_PUBLISHED);
        return true;
    }

    /**
     * The connection of a persistent session has gone and left a will: publishes it when it is due.
     *
     * @param session whose connection has gone, by an applied event.
     */
    public void schedule(final Session session)
    {
        final long dueMs = session.willDueAtMs();
        final Due item = new Due(session, session.will(), session.connectionNumber());
        if (dueMs <= clock.nowMs())
        {
            handOver(item);
        }
        else
        {
            timers.schedule(dueMs, nowMs -> handOver(item));
        }
    }

    private void handOver(final Due item)
    {
        if (item.session.will() == item.will)
        {
            item.session.willHandedOver(true);
            due.add(item);
        }
    }

    /**
     * A persistent session has ended: a will that was waiting for its delay is due (MQTT-3.1.3.2.2).
     *
     * @param session that has ended, with a will.
     */
    public void onSessionEnd(final Session session)
    {
        if (!session.isWillHandedOver())
        {
            due.add(new Due(session, session.will(), session.connectionNumber()));
            session.clearWill();
        }
    }

    /**
     * Publishes one will that is due. While the log takes no messages it waits: a will is not refused, nobody would
     * hear of it.
     *
     * @return 1 if one was published.
     */
    public int step()
    {
        final Due item = due.peek();
        if (item == null || !events.isAccepting() || !publish(item.session, item.will, item.connectionNumber))
        {
            return 0;
        }
        due.poll();
        return 1;
    }

    public boolean isEmpty()
    {
        return due.isEmpty();
    }
}
