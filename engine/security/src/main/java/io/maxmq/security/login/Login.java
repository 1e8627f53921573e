package io.maxmq.security.login;

import io.maxmq.spi.ClientInfo;

/**
 * One way of logging in with what CONNECT holds. Thread-safe.
 */
public interface Login
{
    /**
     * Whether this way may know the client. Called on its worker: only looks.
     *
     * @param client   that wants to connect.
     * @param password from CONNECT, or null.
     * @return false where {@link #verify} need not be asked.
     */
    boolean concerns(ClientInfo client, byte[] password);

    /**
     * Decides about a client, on a thread of {@link #pool()}, or on the client's worker where that is null.
     *
     * @param client   that wants to connect.
     * @param password from CONNECT, or null.
     * @return the verdict.
     */
    Verdict verify(ClientInfo client, byte[] password);

    /**
     * @return the threads on which {@link #verify} may take its time, or null where it takes none.
     */
    LoginPool pool();
}
