package io.maxmq.core.partition;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.topic.MemberStatus;
import io.maxmq.core.topic.Subscription;
import io.maxmq.core.topic.SubscriptionStore;
import io.maxmq.transport.bus.Bus;
import io.maxmq.transport.bus.Stage;
import io.maxmq.transport.codec.TopicFilter;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A worker as the owner of topics: takes the subscriptions to them. Those of clean sessions come by the bus (or a
 * call), those of persistent ones when their event is applied. Used by the worker's thread alone.
 */
public final class TopicSubscriptions
{
    private static final int RETAIN_HANDLING_SHIFT = 4;
    private static final MemberStatus[] STATUS = MemberStatus.values();

    private final int self;
    private final Bus bus;
    private final SubscriptionStore store;
    private final RetainedScans scans;
    private final WorkerCounters counters;
    private final MutableDirectBuffer reply = new ExpandableArrayBuffer(Hop.REPLY_LENGTH);

    public TopicSubscriptions(
        final int self,
        final Bus bus,
        final SubscriptionStore store,
        final RetainedScans scans,
        final WorkerCounters counters)
    {
        this.self = self;
        this.bus = bus;
        this.store = store;
        this.scans = scans;
        this.counters = counters;
    }

    /**
     * Handles a SUBSCRIBE hop, see {@link Hop}.
     *
     * @param source home of the session.
     * @param hop    buffer.
     * @param offset of the hop.
     * @return false where there is no room for the reply: nothing has changed.
     */
    boolean onHop(final int source, final DirectBuffer hop, final int offset)
    {
        final int kind = hop.getByte(offset + Hop.SUBSCRIBE_KIND);
        final long sessionId = hop.getLong(offset + Hop.SUBSCRIBE_SESSION, Hop.ORDER);
        switch (kind)
        {
            case Hop.KIND_SESSION_END:
                endSession(sessionId);
                return true;

            case Hop.KIND_MEMBER_STATUS:
                store.memberStatus(sessionId, STATUS[hop.getByte(offset + Hop.SUBSCRIBE_STATUS)]);
                return true;

            default:
                return onFilters(source, hop, offset, kind, sessionId);
        }
    }

    private boolean onFilters(
        final int source, final DirectBuffer hop, final int offset, final int kind, final long sessionId)
    {
        if (source != self && !bus.canOffer(source, Stage.REPLY, Hop.REPLY_LENGTH))
        {
            return false;
        }
        final int tenant = hop.getInt(offset + Hop.SUBSCRIBE_TENANT, Hop.ORDER);
        final int subscriptionId = hop.getInt(offset + Hop.SUBSCRIBE_ID, Hop.ORDER);
        final int incarnation = hop.getInt(offset + Hop.SUBSCRIBE_INCARNATION, Hop.ORDER);
        final int count = hop.getShort(offset + Hop.SUBSCRIBE_COUNT, Hop.ORDER) & 0xFFFF;
        int at = offset + Hop.SUBSCRIBE_FILTERS;
        for (int i = 0; i < count; i++)
        {
            final int options = hop.getByte(at);
            final int length = hop.getShort(at + 1, Hop.ORDER) & 0xFFFF;
            final int filter = at + Hop.FILTER_HEADER;
            if (kind == Hop.KIND_SUBSCRIBE)
            {
                subscribe(
                    tenant, hop, filter, length, sessionId, source, false, options, subscriptionId, incarnation, i);
            }
            else
            {
                unsubscribe(tenant, hop, filter, length, sessionId);
            }
            at = filter + length;
        }
        if (source != self)
        {
            reply(source, hop.getLong(offset + Hop.SUBSCRIBE_REQUEST, Hop.ORDER));
        }
        return true;
    }

    private void reply(final int source, final long requestRef)
    {
        reply.putByte(Hop.REPLY_KIND, (byte)Hop.REPLY_SUBSCRIBED);
        reply.putLong(Hop.REPLY_REQUEST, requestRef, Hop.ORDER);
        bus.offer(source, Stage.REPLY, reply, 0, Hop.REPLY_LENGTH);
    }

    /**
     * Adds or replaces one subscription, and begins to send retained messages as its retain handling says
     * (MQTT-3.3.1-9 to -11).
     *
     * @param tenant         of the session.
     * @param filter         buffer with the filter.
     * @param offset         of the filter.
     * @param length         of the filter.
     * @param sessionId      that subscribes.
     * @param home           worker of the session.
     * @param persistent     whether the log feeds the session.
     * @param options        from SUBSCRIBE.
     * @param subscriptionId 0 for none.
     * @param incarnation    which SUBSCRIBE it is.
     * @param index          of the filter in that SUBSCRIBE.
     */
    public void subscribe(
        final int tenant,
        final DirectBuffer filter,
        final int offset,
        final int length,
        final long sessionId,
        final int home,
        final boolean persistent,
        final int options,
        final int subscriptionId,
        final long incarnation,
        final int index)
    {
        final Subscription subscription = store.put(
            tenant, filter, offset, length, sessionId, home, persistent, options, subscriptionId, incarnation);
        final boolean replaced = store.replaced();
        if (!replaced)
        {
            counters.increment(Counter.SUBSCRIPTIONS);
        }
        final int retainHandling = options >> RETAIN_HANDLING_SHIFT & 3;
        final boolean wanted = retainHandling == 0 || retainHandling == 1 && !replaced;
        if (wanted && !TopicFilter.isShared(filter, offset, length))
        {
            scans.start(subscription, filter, offset, length, index);
        }
    }

    /**
     * Adds a persistent session's subscription from a snapshot; its retained messages have been found, or
     * {@link #restoreScan} says that they have not.
     *
     * @param tenant         of the session.
     * @param filter         buffer with the filter.
     * @param offset         of the filter.
     * @param length         of the filter.
     * @param sessionId      that subscribes.
     * @param home           worker of the session.
     * @param options        from SUBSCRIBE.
     * @param subscriptionId 0 for none.
     * @param incarnation    which SUBSCRIBE it is.
     * @return the subscription.
     */
    public Subscription restore(
        final int tenant,
        final DirectBuffer filter,
        final int offset,
        final int length,
        final long sessionId,
        final int home,
        final int options,
        final int subscriptionId,
        final long incarnation)
    {
        final Subscription subscription = store.put(
            tenant, filter, offset, length, sessionId, home, true, options, subscriptionId, incarnation);
        counters.add(Counter.SUBSCRIPTIONS, store.replaced() ? 0 : 1);
        return subscription;
    }

    /**
     * Begins again to look for a subscription's retained messages.
     *
     * @param subscription from {@link #restore}.
     * @param filter       of it.
     * @param index        of the filter in its SUBSCRIBE.
     * @param barrier      what was retained later comes live.
     * @param concludedBy  owners of then that have finished theirs.
     */
    public void restoreScan(
        final Subscription subscription, final byte[] filter, final int index, final long barrier, final long concludedBy)
    {
        scans.restore(subscription, filter, index, barrier, concludedBy);
    }

    public void unsubscribe(
        final int tenant, final DirectBuffer filter, final int offset, final int length, final long sessionId)
    {
        if (store.remove(tenant, filter, offset, length, sessionId))
        {
            counters.add(Counter.SUBSCRIPTIONS, -1);
        }
    }

    public void endSession(final long sessionId)
    {
        counters.add(Counter.SUBSCRIPTIONS, -store.removeAll(sessionId));
        scans.endSession(sessionId);
    }

    /** The broker has started: until its clients come back, no member of a shared group is connected. */
    public void allOffline()
    {
        store.allOffline();
    }
}
