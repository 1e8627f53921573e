package io.maxmq.transport.tls;

/**
 * Certificates, keys or settings of TLS cannot be used. The message says which file and what to do.
 */
public final class TlsException extends RuntimeException
{
    private static final long serialVersionUID = 1;

    /**
     * @param message for people.
     */
    public TlsException(final String message)
    {
        super(message);
    }

    /**
     * @param message for people.
     * @param cause   of it.
     */
    public TlsException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
