package io.maxmq.journal.event;

/**
 * Stands for an event that could not be read any more when the journal was repaired, so that those behind it keep their
 * numbers. It may have said anything: a QoS 2 id that it may have released counts as free from here, because to take a
 * new message for one received before would lose it.
 * <pre>
 * 0 long 0
 * </pre>
 */
public final class LostEvent extends EventFlyweight<LostEvent>
{
    public LostEvent()
    {
        super(EventType.LOST, 8);
    }

    @Override
    boolean check()
    {
        return true;
    }

    @Override
    LostEvent self()
    {
        return this;
    }
}
