package io.maxmq.tools.journal;

/** Ends a command with one line for its user and an exit code. */
final class JournalFailure extends Exception
{
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    JournalFailure(final int exitCode, final String message)
    {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode()
    {
        return exitCode;
    }
}
