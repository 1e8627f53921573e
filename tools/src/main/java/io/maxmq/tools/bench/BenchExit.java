package io.maxmq.tools.bench;

/**
 * What a script can tell from the exit code of {@code maxmq bench}. The values up to 6 are those of every subcommand.
 */
public final class BenchExit
{
    /** The run was measured and every payload verified. */
    public static final int OK = 0;
    /** The command line is wrong; nothing was done. */
    public static final int USAGE = 1;
    /** Not all clients got ready: no broker there, or it refused one of them. */
    public static final int NOT_READY = 3;
    /** The broker closed a connection, or died, while messages were flowing. */
    public static final int CONNECTION_LOST = 4;
    /** A report could not be written. */
    public static final int INPUT_OUTPUT = 5;
    /** Messages were lost, doubled, reordered, damaged or misrouted. */
    public static final int NOT_VERIFIED = 8;
    /** The self-test did not reach its rate: figures of this machine would be those of the load tool. */
    public static final int TOO_SLOW = 9;

    private BenchExit()
    {
    }
}
