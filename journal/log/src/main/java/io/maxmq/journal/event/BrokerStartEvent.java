package io.maxmq.journal.event;

/**
 * A broker began to write here; the first event of every run.
 * <pre>
 * header: workerCount = how many workers run now
 * flags: bit 0 unclean: the run before may have lost events that were not synced, so the enqueue number of
 *        every session jumps by {@link #ENQUEUE_JUMP} (no packet id is used for two messages)
 *  0 int datacenter   the parts of every {@link MessageId} of this run
 *  4 int machine
 *  8 int process
 * 12 int run          counts the starts on this log, from 1
 * </pre>
 */
public final class BrokerStartEvent extends EventFlyweight<BrokerStartEvent>
{
    public static final int UNCLEAN_FLAG = 1;
    /** Half of the packet ids. */
    public static final int ENQUEUE_JUMP = 32_768;

    public static final int DATACENTER_OFFSET = 0;
    public static final int MACHINE_OFFSET = 4;
    public static final int PROCESS_OFFSET = 8;
    public static final int RUN_OFFSET = 12;

    public BrokerStartEvent()
    {
        super(EventType.BROKER_START, 16);
    }

    public boolean unclean()
    {
        return hasFlag(UNCLEAN_FLAG);
    }

    public BrokerStartEvent unclean(final boolean value)
    {
        return setFlag(UNCLEAN_FLAG, value);
    }

    public int datacenter()
    {
        return getInt(DATACENTER_OFFSET);
    }

    public BrokerStartEvent datacenter(final int value)
    {
        return putInt(DATACENTER_OFFSET, value);
    }

    public int machine()
    {
        return getInt(MACHINE_OFFSET);
    }

    public BrokerStartEvent machine(final int value)
    {
        return putInt(MACHINE_OFFSET, value);
    }

    public int process()
    {
        return getInt(PROCESS_OFFSET);
    }

    public BrokerStartEvent process(final int value)
    {
        return putInt(PROCESS_OFFSET, value);
    }

    public int run()
    {
        return getInt(RUN_OFFSET);
    }

    public BrokerStartEvent run(final int value)
    {
        return putInt(RUN_OFFSET, value);
    }

    @Override
    boolean check()
    {
        return true;
    }

    @Override
    BrokerStartEvent self()
    {
        return this;
    }
}
