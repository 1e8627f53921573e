package io.maxmq.journal.chronicle;

/**
 * The disk, or what the journal may use of it, gives no more room. Nothing is lost: new messages are refused until there
 * is room again, which the journal finds by itself.
 */
public final class JournalFullException extends JournalException
{
    private static final long serialVersionUID = 1L;

    JournalFullException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
