package io.maxmq.transport.bus;

/**
 * What a message between participants is for. The stages are declared in the order in which a duty cycle drains them:
 * what leads out of the broker comes first, what brings new work in comes last.
 * <p>
 * A handler of one stage may offer to <em>later</em> stages of a message's way only ({@link #mayOffer(Stage)}). This
 * relation has no cycle, and the stages at its end ({@link #DELIVER}, {@link #REPLY}) offer nothing, so their handlers
 * never wait for another participant. Hence no ring of participants whose buffers are full can lock: REPLY and DELIVER
 * drain always, then EVENT does, then SUBSCRIBE and PUBLISH.
 * <pre>
 *   PUBLISH_QOS0, PUBLISH_DURABLE ──► DELIVER, REPLY, EVENT
 *   SUBSCRIBE ─────────────────────► DELIVER, REPLY
 *   EVENT ─────────────────────────► REPLY
 *   DELIVER, REPLY ────────────────► nothing
 * </pre>
 * Whatever else a handler would like to send is noted, and sent by a step of the duty cycle outside of any handler,
 * which may offer to every stage and tries again when there is no room.
 */
public enum Stage
{
    /** Partition owner to the workers of the receiving sessions. */
    DELIVER,

    /** Answers: partition owner to the publisher's or subscriber's worker, sequencer to the deciding worker. */
    REPLY,

    /** Subscriptions of clean sessions, to the partition owners. */
    SUBSCRIBE,

    /** QoS 0 messages to the partition owner. */
    PUBLISH_QOS0,

    /** QoS 1 and 2 messages to the partition owner: a stream of their own, as they may have to wait for the log. */
    PUBLISH_DURABLE,

    /** Decided events, to the sequencer only. */
    EVENT;

    /** The number of stages. */
    public static final int COUNT = 6;

    private static final Stage[] STAGES = values();

    /**
     * @param ordinal of a stage.
     * @return the stage, without copying the array of all stages.
     */
    public static Stage get(final int ordinal)
    {
        return STAGES[ordinal];
    }

    /**
     * May a handler of this stage offer to another stage?
     *
     * @param next the stage to offer to.
     * @return true if it lies later on a message's way.
     */
    public boolean mayOffer(final Stage next)
    {
        switch (this)
        {
            case PUBLISH_QOS0:
            case PUBLISH_DURABLE:
                return next == DELIVER || next == REPLY || next == EVENT;

            case SUBSCRIBE:
                return next == DELIVER || next == REPLY;

            case EVENT:
                return next == REPLY;

            default:
                return false;
        }
    }
}
