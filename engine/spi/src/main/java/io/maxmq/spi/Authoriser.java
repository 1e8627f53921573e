package io.maxmq.spi;

/**
 * Decides what a client may publish, subscribe to and receive. Called on the client's worker, which must not block;
 * decisions that need time are completed later, by any thread. The worker remembers each decision for the connection,
 * until it is told that the rules have changed.
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
        SUBSCRIBE,
        /**
         * To be sent messages of a topic that one of its subscriptions matches. Asked only where
         * {@link #filtersDeliveries()}; a message does not wait for a decision that is not made during the call, it is
         * not delivered.
         */
        RECEIVE
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

    /**
     * @return whether {@link Action#RECEIVE} is asked for what is delivered.
     */
    default boolean filtersDeliveries()
    {
        return false;
    }

    /**
     * @return whether the connection of a client ends that publishes what it may not. Otherwise it is told so by
     *         reason code 0x87, or before MQTT 5, which has no such code, its message is acknowledged and dropped.
     */
    default boolean endsConnections()
    {
        return false;
    }

    /**
     * @return whether a client whose subscription is refused is told that it is not authorised (0x87), rather than
     *         only that it did not succeed (0x80, the only code before MQTT 5).
     */
    default boolean tellsWhy()
    {
        return true;
    }
}
