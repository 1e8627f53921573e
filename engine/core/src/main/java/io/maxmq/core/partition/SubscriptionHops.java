package io.maxmq.core.partition;

import io.maxmq.core.session.Session;
import io.maxmq.core.topic.MemberStatus;
import io.maxmq.transport.bus.Bus;
import io.maxmq.transport.bus.Stage;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Tells the owners of topics what sessions of this worker subscribe to, all of them or none. To be used from steps of
 * the duty cycle and from connections, never from a bus handler. Used by the worker's thread alone.
 */
public final class SubscriptionHops
{
    private final int self;
    private final int workerCount;
    private final Bus bus;
    private final TopicSubscriptions owned;
    private final Hops[] hops;
    private long targets;
    private int kind;
    private Session session;
    private int subscriptionId;
    private int incarnation;

    private static final class Hops
    {
        final MutableDirectBuffer buffer = new ExpandableArrayBuffer(256);
        int length;
        int count;
    }

    public SubscriptionHops(final int self, final int workerCount, final Bus bus, final TopicSubscriptions owned)
    {
        this.self = self;
        this.workerCount = workerCount;
        this.bus = bus;
        this.owned = owned;
        hops = new Hops[workerCount];
        java.util.Arrays.setAll(hops, i -> new Hops());
    }

    public void beginSubscribe(final Session subscriber, final int identifier, final int number)
    {
        begin(Hop.KIND_SUBSCRIBE, subscriber, identifier, number);
    }

    public void beginUnsubscribe(final Session subscriber)
    {
        begin(Hop.KIND_UNSUBSCRIBE, subscriber, 0, 0);
    }

    private void begin(final int newKind, final Session subscriber, final int identifier, final int number)
    {
        kind = newKind;
        session = subscriber;
        subscriptionId = identifier;
        incarnation = number;
        targets = 0;
    }

    /**
     * Adds a filter.
     *
     * @param owners  bitmap of the workers that own topics it may match.
     * @param options of the subscription.
     * @param filter  buffer with the filter.
     * @param offset  of the filter.
     * @param length  of the filter.
     */
    public void add(
        final long owners, final int options, final DirectBuffer filter, final int offset, final int length)
    {
        for (long rest = owners; rest != 0; rest &= rest - 1)
        {
            final int worker = Long.numberOfTrailingZeros(rest);
            final Hops hop = hops[worker];
            if ((targets & 1L << worker) == 0)
            {
                targets |= 1L << worker;
                hop.length = Hop.SUBSCRIBE_FILTERS;
                hop.count = 0;
            }
            hop.buffer.putByte(hop.length, (byte)options);
            hop.buffer.putShort(hop.length + 1, (short)length, Hop.ORDER);
            hop.buffer.putBytes(hop.length + Hop.FILTER_HEADER, filter, offset, length);
            hop.length += Hop.FILTER_HEADER + length;
            hop.count++;
        }
    }

    /**
     * Sends what has been added. What this worker owns is done when the call returns.
     *
     * @param requestRef by which other owners answer.
     * @return bitmap of the other workers that will answer, or -1 where there was no room: nothing has changed.
     */
    public long send(final long requestRef)
    {
        final long others = targets & ~(1L << self);
        for (long rest = others; rest != 0; rest &= rest - 1)
        {
            final int worker = Long.numberOfTrailingZeros(rest);
            if (!bus.canOffer(worker, Stage.SUBSCRIBE, hops[worker].length))
            {
                return -1;
            }
        }
        for (long rest = targets; rest != 0; rest &= rest - 1)
        {
            send(Long.numberOfTrailingZeros(rest), requestRef);
        }
        return others;
    }

    private void send(final int worker, final long requestRef)
    {
        final Hops hop = hops[worker];
        hop.buffer.putByte(Hop.SUBSCRIBE_KIND, (byte)kind);
        hop.buffer.putByte(Hop.SUBSCRIBE_STATUS, (byte)0);
        hop.buffer.putShort(Hop.SUBSCRIBE_COUNT, (short)hop.count, Hop.ORDER);
        hop.buffer.putInt(Hop.SUBSCRIBE_TENANT, session.tenant(), Hop.ORDER);
        hop.buffer.putLong(Hop.SUBSCRIBE_SESSION, session.id(), Hop.ORDER);
        hop.buffer.putLong(Hop.SUBSCRIBE_REQUEST, requestRef, Hop.ORDER);
        hop.buffer.putInt(Hop.SUBSCRIBE_ID, subscriptionId, Hop.ORDER);
        hop.buffer.putInt(Hop.SUBSCRIBE_INCARNATION, incarnation, Hop.ORDER);
        if (worker == self)
        {
            owned.onHop(self, hop.buffer, 0);
        }
        else
        {
            bus.offer(worker, Stage.SUBSCRIBE, hop.buffer, 0, hop.length);
        }
    }

    /**
     * Ends all subscriptions of a clean session.
     *
     * @param ended session.
     * @return false where there was no room: nothing has changed.
     */
    public boolean endSession(final Session ended)
    {
        return ended.subscriptions().isEmpty() || broadcast(ended, Hop.KIND_SESSION_END, 0);
    }

    /**
     * Tells all owners how a member of shared groups is doing.
     *
     * @param member session.
     * @param status of it.
     * @return false where there was no room: nothing has changed.
     */
    public boolean memberStatus(final Session member, final MemberStatus status)
    {
        return broadcast(member, Hop.KIND_MEMBER_STATUS, status.ordinal());
    }

    private boolean broadcast(final Session about, final int newKind, final int status)
    {
        for (int worker = 0; worker < workerCount; worker++)
        {
            if (worker != self && !bus.canOffer(worker, Stage.SUBSCRIBE, Hop.SUBSCRIBE_FILTERS))
            {
                return false;
            }
        }
        final MutableDirectBuffer buffer = hops[self].buffer;
        buffer.putByte(Hop.SUBSCRIBE_KIND, (byte)newKind);
        buffer.putByte(Hop.SUBSCRIBE_STATUS, (byte)status);
        buffer.putLong(Hop.SUBSCRIBE_SESSION, about.id(), Hop.ORDER);
        for (int worker = 0; worker < workerCount; worker++)
        {
            if (worker == self)
            {
                owned.onHop(self, buffer, 0);
            }
            else
            {
                bus.offer(worker, Stage.SUBSCRIBE, buffer, 0, Hop.SUBSCRIBE_FILTERS);
            }
        }
        return true;
    }
}
