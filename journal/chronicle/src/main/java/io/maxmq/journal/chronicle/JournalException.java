package io.maxmq.journal.chronicle;

import java.io.IOException;

/** Why a journal cannot be used; the message is written for whoever runs the broker. */
public sealed class JournalException extends IOException permits JournalFullException
{
    private static final long serialVersionUID = 1L;

    public JournalException(final String message)
    {
        super(message);
    }

    public JournalException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
