package io.maxmq.tools.client;

import java.io.IOException;

/**
 * The client cannot go on. The message is for people; the kind is for programs.
 */
public final class MqttClientException extends IOException
{
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /**
     * What went wrong.
     */
    public enum Kind
    {
        /** Nobody there, or no answer in time. */
        NO_CONNECTION,
        /** The broker said no, and why. */
        REFUSED,
        /** The connection broke, or the broker broke the protocol. */
        LOST,
        /** It was asked for something that the protocol or the broker does not have. */
        NOT_POSSIBLE
    }

    MqttClientException(final Kind kind, final String message)
    {
        super(message);
        this.kind = kind;
    }

    /**
     * @return what went wrong.
     */
    public Kind kind()
    {
        return kind;
    }
}
