package io.maxmq.core.partition;

import io.maxmq.core.topic.TopicMemo;
import io.maxmq.journal.event.TargetsFlyweight;
import io.maxmq.transport.bus.Bus;
import io.maxmq.transport.bus.BusHandler;
import io.maxmq.transport.bus.Stage;
import org.agrona.DirectBuffer;

import java.util.Arrays;

/**
 * What other workers send to this one, stage by stage. What leads out of the broker is taken before what brings in
 * more. Used by the worker's thread alone.
 */
public final class BusInbox
{
    private static final int DELIVER_LIMIT = 256;
    private static final int REPLY_LIMIT = 256;
    private static final int SUBSCRIBE_LIMIT = 64;
    private static final int PUBLISH_LIMIT = 128;

    private final Bus bus;
    private final Routing routing;
    private final Deliverer deliverer;
    private final TopicSubscriptions subscriptions;
    private final RetainedScans scans;
    private final PublishReplies publishReplies;
    private final SubscribeReplies subscribeReplies;
    private final SharedLeftovers leftovers;
    private final WorkBudget work;
    private final TopicMemo[] memos;
    private final PublishRequest request = new PublishRequest();
    private final CreditRequests credits;
    private final BusHandler onDeliver = this::onDeliver;
    private final BusHandler onReply = this::onReply;
    private final BusHandler onSubscribe = this::onSubscribe;
    private final BusHandler onPublish = this::onPublish;

    /** Hears that an owner of topics has taken the subscriptions of a request. */
    @FunctionalInterface
    public interface SubscribeReplies
    {
        /**
         * @param requestRef of the request.
         * @param owner      that answers.
         */
        void onSubscribed(long requestRef, int owner);
    }

    public BusInbox(
        final Bus bus,
        final int workerCount,
        final Routing routing,
        final Deliverer deliverer,
        final TopicSubscriptions subscriptions,
        final RetainedScans scans,
        final RetainedScans.SessionRoom room,
        final PublishReplies publishReplies,
        final SubscribeReplies subscribeReplies,
        final SharedLeftovers leftovers,
        final WorkBudget work)
    {
        this.work = work;
        this.bus = bus;
        this.routing = routing;
        this.deliverer = deliverer;
        this.subscriptions = subscriptions;
        this.scans = scans;
        this.publishReplies = publishReplies;
        this.subscribeReplies = subscribeReplies;
        this.leftovers = leftovers;
        credits = new CreditRequests(bus, deliverer, room);
        memos = new TopicMemo[workerCount];
        Arrays.setAll(memos, i -> new TopicMemo());
    }

    /**
     * Takes a bounded number of messages of each stage.
     *
     * @return messages taken.
     */
    public int poll()
    {
        work.begin();
        int workCount = bus.poll(Stage.DELIVER, onDeliver, DELIVER_LIMIT);
        workCount += bus.poll(Stage.REPLY, onReply, REPLY_LIMIT);
        workCount += bus.poll(Stage.SUBSCRIBE, onSubscribe, SUBSCRIBE_LIMIT);
        work.begin();
        workCount += bus.poll(Stage.PUBLISH_QOS0, onPublish, PUBLISH_LIMIT);
        work.begin();
        workCount += bus.poll(Stage.PUBLISH_DURABLE, onPublish, PUBLISH_LIMIT);
        return workCount;
    }

    private boolean onDeliver(
        final int source, final Stage stage, final DirectBuffer hop, final int offset, final int length)
    {
        if (work.isSpent())
        {
            return false;
        }
        final int targets = offset + hop.getInt(offset + Hop.DELIVER_TARGETS, Hop.ORDER);
        work.spend(0, TargetsFlyweight.count(hop, targets));
        deliverer.deliverHop(
            hop.getInt(offset + Hop.DELIVER_TENANT, Hop.ORDER), hop, offset + Hop.DELIVER_BLOCK, targets);
        final long scanId = hop.getLong(offset + Hop.DELIVER_CREDIT, Hop.ORDER);
        if (scanId != 0)
        {
            credits.add(source, scanId, deliverer.firstTarget());
        }
        return true;
    }

    private boolean onReply(
        final int source, final Stage stage, final DirectBuffer hop, final int offset, final int length)
    {
        switch (hop.getByte(offset + Hop.REPLY_KIND))
        {
            case Hop.REPLY_PUBLISHED:
                publishReplies.onReply(
                    hop.getLong(offset + Hop.REPLY_SESSION, Hop.ORDER),
                    hop.getInt(offset + Hop.REPLY_CONNECTION, Hop.ORDER),
                    hop.getShort(offset + Hop.REPLY_PACKET, Hop.ORDER) & 0xFFFF,
                    hop.getByte(offset + Hop.REPLY_QOS),
                    hop.getByte(offset + Hop.REPLY_REASON) & 0xFF);
                break;

            case Hop.REPLY_SUBSCRIBED:
                subscribeReplies.onSubscribed(hop.getLong(offset + Hop.REPLY_REQUEST, Hop.ORDER), source);
                break;

            default:
                scans.onCredit(hop.getLong(offset + Hop.REPLY_REQUEST, Hop.ORDER));
                break;
        }
        return true;
    }

    private boolean onSubscribe(
        final int source, final Stage stage, final DirectBuffer hop, final int offset, final int length)
    {
        return subscriptions.onHop(source, hop, offset);
    }

    private boolean onPublish(
        final int source, final Stage stage, final DirectBuffer hop, final int offset, final int length)
    {
        if (work.isSpent())
        {
            return false;
        }
        final int flags = hop.getByte(offset + Hop.PUBLISH_FLAGS);
        request.message().wrapBlock(
            hop.getInt(offset + Hop.PUBLISH_TENANT, Hop.ORDER), hop, offset + Hop.PUBLISH_BLOCK);
        request.from(
            source,
            hop.getLong(offset + Hop.PUBLISH_SESSION, Hop.ORDER),
            hop.getInt(offset + Hop.PUBLISH_CONNECTION, Hop.ORDER),
            hop.getShort(offset + Hop.PUBLISH_PACKET, Hop.ORDER) & 0xFFFF,
            (flags & Hop.FLAG_PERSISTENT) != 0);
        request.will((flags & Hop.FLAG_WILL) != 0);
        return (flags & Hop.FLAG_LEFTOVER) != 0 ?
            leftovers.choose(
                request.leftover(),
                hop.getInt(offset + Hop.PUBLISH_TARGET_FLAGS, Hop.ORDER),
                hop.getLong(offset + Hop.PUBLISH_SEQUENCE, Hop.ORDER)) :
            routing.publish(request, memos[source]);
    }

    /**
     * Answers requests for credit whose session has room again, or has gone.
     *
     * @return requests answered.
     */
    public int answerCredits()
    {
        return credits.answer();
    }

    public boolean hasPending()
    {
        return !credits.isEmpty();
    }
}
