package io.maxmq.transport.bus;

/**
 * Which streams a bus has: the rule that {@link Bus} describes, in one place for all implementations. Immutable.
 */
public final class BusTopology
{
    /** The most participants that fit the tables of a bus: 64 workers and a sequencer. */
    public static final int MAX_PARTICIPANTS = 65;

    private final int participants;
    private final int sequencer;

    /**
     * @param workers           how many workers there are, 1 to 64.
     * @param separateSequencer true if the sequencer is a participant of its own, false if worker 0 is the sequencer.
     */
    public BusTopology(final int workers, final boolean separateSequencer)
    {
        if (workers < 1 || workers >= MAX_PARTICIPANTS)
        {
            throw new IllegalArgumentException("workers must be 1 to " + (MAX_PARTICIPANTS - 1) + ": " + workers);
        }

        participants = workers + (separateSequencer ? 1 : 0);
        sequencer = separateSequencer ? workers : 0;
    }

    /**
     * @return workers and, where it is separate, the sequencer.
     */
    public int participants()
    {
        return participants;
    }

    /**
     * @return the participant that takes events.
     */
    public int sequencer()
    {
        return sequencer;
    }

    /**
     * @return true if the sequencer is no worker.
     */
    public boolean hasSeparateSequencer()
    {
        return sequencer != 0;
    }

    /**
     * @param source participant.
     * @param target participant.
     * @param stage  of the stream.
     * @return true if there is a stream between these two at this stage.
     */
    public boolean hasStream(final int source, final int target, final Stage stage)
    {
        if (source == target || source < 0 || target < 0 || source >= participants || target >= participants)
        {
            return false;
        }
        if (stage == Stage.EVENT)
        {
            return target == sequencer;
        }
        if (hasSeparateSequencer() && target == sequencer)
        {
            return false;
        }

        return !hasSeparateSequencer() || source != sequencer || stage == Stage.REPLY;
    }

    /**
     * @return how many streams there are in all.
     */
    public int streamCount()
    {
        int count = 0;
        for (int source = 0; source < participants; source++)
        {
            for (int target = 0; target < participants; target++)
            {
                for (int stage = 0; stage < Stage.COUNT; stage++)
                {
                    count += hasStream(source, target, Stage.get(stage)) ? 1 : 0;
                }
            }
        }

        return count;
    }

    IllegalArgumentException noStream(final int source, final int target, final Stage stage)
    {
        return new IllegalArgumentException("no stream from " + source + " to " + target + " at " + stage);
    }
}
