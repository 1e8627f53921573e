package io.maxmq.transport.tcp;

/**
 * Is told why connections were refused before they reached a worker, for the log. Called on the acceptor's thread.
 */
@FunctionalInterface
public interface Refusals
{
    /** Tells nobody. */
    Refusals UNHEARD = (peer, cause, reason) -> {};

    /**
     * @param peer   that was refused.
     * @param cause  as it was counted.
     * @param reason in words, or null where the cause says all.
     */
    void onRefused(Peer peer, AcceptorCounter cause, String reason);
}
