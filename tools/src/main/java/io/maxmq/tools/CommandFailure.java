package io.maxmq.tools;

/**
 * Ends a subcommand with one line for its user and an exit code.
 */
public final class CommandFailure extends Exception
{
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * @param exitCode of {@link ExitCode}.
     * @param message  for the user.
     */
    public CommandFailure(final int exitCode, final String message)
    {
        super(message);
        this.exitCode = exitCode;
    }

    /**
     * @return to exit with.
     */
    public int exitCode()
    {
        return exitCode;
    }
}
