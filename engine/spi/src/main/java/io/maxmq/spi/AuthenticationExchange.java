package io.maxmq.spi;

/**
 * One authentication of one client, in as many steps as its method takes. Called on the client's worker, one step after
 * the other.
 */
@FunctionalInterface
public interface AuthenticationExchange
{
    /**
     * The client has sent authentication data, in CONNECT or in an AUTH packet.
     *
     * @param data that it sent, or null.
     * @param step to be completed exactly once, now or later, by any thread.
     */
    void onData(byte[] data, AuthenticationStep step);
}
