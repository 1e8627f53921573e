package io.maxmq.spi;

/**
 * Decides who may connect. Called on the client's worker, which must not block: an implementation that has to wait or
 * calculate returns at once, does so on a thread of its own, and completes the {@link AuthenticationStep} from there.
 * The connection is suspended meanwhile; nothing else is.
 */
@FunctionalInterface
public interface Authenticator
{
    /** Lets everybody in, and takes no part in enhanced authentication. */
    Authenticator ALLOW_ALL = (client, password, method) -> (data, step) ->
    {
        if (method == null)
        {
            step.accept(null);
        }
        else
        {
            step.reject(AuthenticationStep.BAD_AUTHENTICATION_METHOD, "no such authentication method");
        }
    };

    /**
     * A client wants to authenticate: with its CONNECT packet, or again while it is connected.
     *
     * @param client   who.
     * @param password from CONNECT, or null.
     * @param method   authentication method of MQTT 5 section 4.12, or null for a plain CONNECT.
     * @return the exchange that this begins.
     */
    AuthenticationExchange begin(ClientInfo client, byte[] password, String method);
}
