package io.maxmq.transport.bus;

/**
 * One participant's side of the {@link EmbeddedDriver}: gathers during a duty cycle what its streams want from it, so
 * that participant 0 is asked and woken once. Used by the participant's thread only.
 */
final class DriverLink
{
    private final EmbeddedDriver driver;
    private final int participant;
    private boolean isWanted;
    private boolean isWaiting;
    private boolean isMarked;

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
     * Run the driver, if this is participant 0 and its own streams or anybody else wants it run.
     *
     * @param force run it even if nobody does.
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
     * Pass on what was gathered. Participant 0 has nobody to ask: it runs the driver before it sleeps.
     */
    void flush()
    {
        if (isWaiting && !isMarked)
        {
            isMarked = true;
            driver.waiting(participant, true);
        }
        if (isWanted && participant != 0)
        {
            isWanted = false;
            driver.request();
        }
    }

    /**
     * No stream waits for room any more: windows may move without this participant being woken.
     */
    void onRoom()
    {
        isWaiting = false;
        if (isMarked)
        {
            isMarked = false;
            driver.waiting(participant, false);
        }
    }
}
