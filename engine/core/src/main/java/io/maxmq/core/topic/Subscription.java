package io.maxmq.core.topic;

/**
 * One subscription: one per (session, filter) at a partition owner. It is made, replaced in place and ended by its
 * {@link SubscriptionStore}; others only read it. Owned by one worker's thread.
 */
public final class Subscription implements SessionKeyed
{
    /** Bits of the subscription options that hold the maximum QoS (MQTT 5 section 3.8.3.1). */
    public static final int OPTION_QOS_MASK = 0b0000_0011;

    /** Option bit: messages that the session itself published are not sent to it (MQTT-3.8.3-3). */
    public static final int OPTION_NO_LOCAL = 0b0000_0100;

    /** Option bit: the retain flag is forwarded as it was published. */
    public static final int OPTION_RETAIN_AS_PUBLISHED = 0b0000_1000;

    final SubscribedSession session;
    final TopicNode node;
    /** Whether the filter ends in {@code #}. */
    final boolean multi;
    Subscription previousOfSession;
    Subscription nextOfSession;
    SharedMember member;
    private long incarnation;
    private int subscriptionId;
    private byte options;

    Subscription(final SubscribedSession session, final TopicNode node, final boolean multi)
    {
        this.session = session;
        this.node = node;
        this.multi = multi;
    }

    void set(final int newOptions, final int newSubscriptionId, final long newIncarnation)
    {
        options = (byte) newOptions;
        subscriptionId = newSubscriptionId;
        incarnation = newIncarnation;
    }

    /**
     * The tenant in whose topic space this subscription lives.
     *
     * @return the tenant, 0 being the default one.
     */
    public int tenant()
    {
        return session.tenant;
    }

    /**
     * The subscribed session.
     *
     * @return its id: positive for persistent sessions, negative for clean ones.
     */
    @Override
    public long sessionId()
    {
        return session.sessionId;
    }

    /**
     * The worker on which the session lives.
     *
     * @return 0 to 63.
     */
    public int workerIndex()
    {
        return session.workerIndex;
    }

    /**
     * Whether the session is fed from the log.
     *
     * @return true for a persistent session.
     */
    public boolean persistent()
    {
        return session.persistent;
    }

    /**
     * The highest QoS at which messages are sent for this subscription.
     *
     * @return 0, 1 or 2.
     */
    public int qos()
    {
        return options & OPTION_QOS_MASK;
    }

    /**
     * Whether messages published by the session itself are withheld.
     *
     * @return true if they are.
     */
    public boolean noLocal()
    {
        return (options & OPTION_NO_LOCAL) != 0;
    }

    /**
     * Whether the retain flag is forwarded as published; otherwise it is cleared for live messages (MQTT-3.3.1-12).
     *
     * @return true if it is kept.
     */
    public boolean retainAsPublished()
    {
        return (options & OPTION_RETAIN_AS_PUBLISHED) != 0;
    }

    /**
     * The options byte as it stood in SUBSCRIBE.
     *
     * @return the options.
     */
    public int options()
    {
        return options & 0xFF;
    }

    /**
     * The subscription identifier that the client gave.
     *
     * @return 1 to 268,435,455, or 0 for none.
     */
    public int subscriptionId()
    {
        return subscriptionId;
    }

    /**
     * Tells this subscription from an earlier one of the same session and filter.
     *
     * @return the incarnation given when it was last put.
     */
    public long incarnation()
    {
        return incarnation;
    }

    /**
     * Whether this is a subscription to a shared group ({@code $share/name/filter}).
     *
     * @return true for a shared one.
     */
    public boolean shared()
    {
        return member != null;
    }

    /**
     * The group of a shared subscription.
     *
     * @return the group, or null for a plain subscription.
     */
    public SharedGroup group()
    {
        return member == null ? null : member.group;
    }
}
