package io.maxmq.tools.journal;

/** What a script can tell from the exit code of {@code maxmq journal}; the same numbers as in other commands. */
final class JournalExit
{
    /** Done, and nothing is wrong with the journal. */
    static final int OK = 0;
    /** The command line is wrong; nothing was done. */
    static final int USAGE = 1;
    /** The broker that messages were to go to refused them. */
    static final int REFUSED = 2;
    /** That broker cannot be reached. */
    static final int NO_CONNECTION = 3;
    /** The connection to it broke. */
    static final int CONNECTION_LOST = 4;
    /** There is no journal, or it cannot be read or written. */
    static final int INPUT_OUTPUT = 5;
    /** The journal is damaged; what could be read was shown. */
    static final int DAMAGED = 7;

    /** In one sentence, for help. */
    static final String TEXT = "0 done, 1 wrong command line, 5 no journal or not readable, 7 the journal is damaged.%n";

    private JournalExit()
    {
    }
}
