package io.maxmq.spi;

/**
 * Decides what a client may publish and subscribe to. Called on the client's worker, which must not block; decisions
 * that need time are completed later, by any thread. The worker remembers each decision for the connection.
 */
@FunctionalInterface
public interface Authoriser
{
    /** Allows everything. */
    Authoriser ALLOW_ALL = (client, action, topic, decision) -> decision.decide(true);

    /** What a client wants to do. */
    enum Action
    {
        /** To publish to a topic, also by its will. */
        PUBLISH,
        /** To subscribe to a filter. */
        SUBSCRIBE
    }

    /** The answer. */
    @FunctionalInterface
    interface Decision
    {
        /**
         * @param allowed whether the client may.
         */
        void decide(boolean allowed);
    }

    /**
     * May a client do something?
     *
     * @param client   that wants to.
     * @param action   what.
     * @param topic    name or filter, with {@code $share/} if it has that.
     * @param decision to be completed exactly once, now or later, by any thread.
     */
    void authorise(ClientInfo client, Action action, String topic, Decision decision);
}
