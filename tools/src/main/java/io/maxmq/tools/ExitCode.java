package io.maxmq.tools;

/**
 * What a script can tell from the exit code of every subcommand.
 */
public final class ExitCode
{
    /** Done. */
    public static final int OK = 0;

    /** The command line or the configuration is wrong; nothing was done. */
    public static final int USAGE = 1;

    /** The broker refused or ended the connection, or refused a message or all subscriptions; the reason is printed. */
    public static final int REFUSED = 2;

    /** No connection: no such host, nobody listens, or no answer in time. */
    public static final int NO_CONNECTION = 3;

    /** The connection broke. */
    public static final int CONNECTION_LOST = 4;

    /** A file or standard input could not be read, or the output not be written. */
    public static final int INPUT_OUTPUT = 5;

    /** The broker could not start, or died. */
    public static final int BROKER_FAILED = 6;

    /** The time given with {@code -W} is over. */
    public static final int TIMED_OUT = 27;

    /** The codes of {@code pub} and {@code sub} in one sentence, for their help. */
    static final String OF_CLIENTS = "0 done, 1 wrong command line, 2 the broker refused, 3 no connection, " +
        "4 connection lost, 5 input or output failed, " +
        "27 time over.%n";

    private ExitCode()
    {
    }
}
