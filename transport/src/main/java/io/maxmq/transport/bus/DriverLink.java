package io.maxmq.transport.bus;

/**
 * One participant's side of the {@link EmbeddedDriver}: gathers during a duty cycle what its streams want from it, so that
 * participant 0 is asked and woken once. Used by the participant's thread only.
 */
final class DriverLink
{
    private final EmbeddedDriver driver;
    private final int participant;
    private boolean isWanted;
    private boolean isWaiting;

    DriverLink(final EmbeddedDriver driver, final int participant)
    {
        this.driver = driver;
        this.participant = participant;
    }

    /**
     * A stream's receiver has consumed so much that the sender's window should move.
     */
    void onConsumed()
    {
        isWanted = true;
    }

    /**
     * A stream's sender was refused: this participant wants to be woken when windows move.
     */
    void onRefused()
    {
        isWanted = true;
        isWaiting = true;
    }

    /**
     * Run the driver if this is participant 0.
     *
     * @param force run it even if nobody asked.
     * @return work count.
     */
    int run(final boolean force)
    {
        if (participant != 0)
        {
            return 0;
        }

        final boolean isDue = force || isWanted;
        isWanted = false;
        return driver.run(isDue);
    }

    /**
     * Pass on what was gathered. Participant 0 has nobody to ask: its next cycle runs the driver.
     */
    void flush()
    {
        if (isWaiting)
        {
            isWaiting = false;
            driver.await(participant);
        }
        if (isWanted && participant != 0)
        {
            isWanted = false;
            driver.request();
        }
    }

    /**
     * @return true if this is participant 0 and it has to run the driver before it sleeps.
     */
    boolean isRunDue()
    {
        return participant == 0 && (isWanted || driver.isRequested());
    }
}
