package io.maxmq.security.login;

import io.maxmq.spi.AuthenticationStep;

/**
 * What one way of logging in says about a client. Immutable.
 *
 * @param kind       of answer.
 * @param username   of a client that is let in, or null.
 * @param reasonCode of one that is not.
 * @param reason     for the client to read, or null.
 */
public record Verdict(Kind kind, String username, int reasonCode, String reason)
{
    /** It cannot say: another one is asked. */
    public static final Verdict UNKNOWN = new Verdict(Kind.UNKNOWN, null, 0, null);
    /** The credentials are wrong. What exactly was wrong about them is nobody's business. */
    public static final Verdict WRONG =
        new Verdict(Kind.REJECTED, null, AuthenticationStep.BAD_USER_NAME_OR_PASSWORD, null);
    /** There is no time for it at present. */
    public static final Verdict BUSY =
        new Verdict(Kind.REJECTED, null, AuthenticationStep.SERVER_BUSY, "too many clients log in; come back later");

    /** Kinds of answers. */
    public enum Kind
    {
        /** The client is who it says. */
        ACCEPTED,
        /** It is not, and nobody else is asked. */
        REJECTED,
        /** Somebody else may know. */
        UNKNOWN
    }

    /**
     * @param username of the client, or null.
     * @return a verdict that lets it in.
     */
    public static Verdict accepted(final String username)
    {
        return new Verdict(Kind.ACCEPTED, username, 0, null);
    }
}
