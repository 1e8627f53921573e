package io.maxmq.journal.log;

/**
 * What a log takes at the moment; written by the log's writer, read by any thread at the price of a plain load.
 * <p>
 * <b>The race</b>: a worker may decide a message by a state that the writer changes at the same instant. So the writer
 * flips to {@link #ESSENTIAL_ONLY} while there is still room for everything that can be on its way (the in-flight
 * reserve: at least the sum of the windows of all streams to the sequencer, and what workers decided but could not yet
 * offer); those events are still taken. What is decided after a worker sees the flip is refused there, as 0x97
 * (MQTT-4.8). Essential events have a reserve of their own beyond that.
 */
public final class LogState
{
    /** Takes everything. */
    public static final int ACCEPTING = 0;
    /** Takes essential events (acknowledgements, releases, closes) and what was already on its way. */
    public static final int ESSENTIAL_ONLY = 1;
    /** Takes nothing any more: the log cannot be written. */
    public static final int FAILED = 2;

    private volatile int state = ACCEPTING;

    public boolean accepting()
    {
        return state == ACCEPTING;
    }

    public int get()
    {
        return state;
    }

    /** For the log's writer. {@link #FAILED} is final. */
    public void set(final int newState)
    {
        if (state != newState && state != FAILED)
        {
            state = newState;
        }
    }
}
