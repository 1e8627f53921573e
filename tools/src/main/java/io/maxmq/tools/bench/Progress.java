package io.maxmq.tools.bench;

/**
 * Where a run tells how it goes.
 */
interface Progress
{
    /** Tells nobody. */
    Progress SILENT = line -> {};

    /**
     * The present state, replacing the one before.
     *
     * @param line of text.
     */
    void update(String line);

    /** Nothing more will come. */
    default void end()
    {
    }

    /**
     * One line on a terminal that is written over and over.
     *
     * @return the progress.
     */
    static Progress terminal()
    {
        return new Progress()
        {
            @Override
            public void update(final String line)
            {
                System.err.printf("\r%-110s", line);
                System.err.flush();
            }

            @Override
            public void end()
            {
                System.err.printf("\r%110s\r", "");
                System.err.flush();
            }
        };
    }
}
