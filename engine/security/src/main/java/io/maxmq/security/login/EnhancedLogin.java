package io.maxmq.security.login;

import io.maxmq.spi.AuthenticationExchange;
import io.maxmq.spi.ClientInfo;

/**
 * One authentication method of MQTT 5 (MQTT-4.12). Thread-safe.
 */
public interface EnhancedLogin
{
    /**
     * @return the name of the method.
     */
    String method();

    /**
     * Begins an exchange. Called on the client's worker.
     *
     * @param client that wants to authenticate.
     * @return the exchange.
     */
    AuthenticationExchange begin(ClientInfo client);
}
