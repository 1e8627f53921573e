package io.maxmq.spi;

/**
 * The answer to one step of an authentication. Exactly one method is called, once, by any thread.
 */
public interface AuthenticationStep
{
    /** Reason code: the user name or password is wrong. */
    int BAD_USER_NAME_OR_PASSWORD = 0x86;
    /** Reason code: the client may not connect. */
    int NOT_AUTHORIZED = 0x87;
    /** Reason code: there is no time for it at present. */
    int SERVER_BUSY = 0x89;
    /** Reason code: the client, its user or its address is banned. */
    int BANNED = 0x8A;
    /** Reason code: the method is not supported. */
    int BAD_AUTHENTICATION_METHOD = 0x8C;

    /**
     * The client is who it says.
     *
     * @param data for CONNACK or AUTH, or null.
     */
    void accept(byte[] data);

    /**
     * The client is somebody: from now on it has this user name, which need not be the one in CONNECT.
     *
     * @param username of the client, or null for an anonymous one.
     * @param data     for CONNACK or AUTH, or null.
     */
    void acceptAs(String username, byte[] data);

    /**
     * The client has to send more (MQTT-4.12.0-2).
     *
     * @param data for AUTH, or null.
     */
    void challenge(byte[] data);

    /**
     * The client is refused.
     *
     * @param reasonCode of MQTT 5, 0x80 or more.
     * @param reason     for the client to read, or null.
     */
    void reject(int reasonCode, String reason);
}
