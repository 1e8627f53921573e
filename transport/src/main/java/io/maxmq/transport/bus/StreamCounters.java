package io.maxmq.transport.bus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What went through one end of one stream (source, target, stage). Written by the thread of that end alone, read by
 * any; the values of one reading need not belong together.
 */
public final class StreamCounters
{
    private static final VarHandle MESSAGES;
    private static final VarHandle BYTES;
    private static final VarHandle BACK_PRESSURE;

    static
    {
        try
        {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            MESSAGES = lookup.findVarHandle(StreamCounters.class, "messages", long.class);
            BYTES = lookup.findVarHandle(StreamCounters.class, "bytes", long.class);
            BACK_PRESSURE = lookup.findVarHandle(StreamCounters.class, "backPressure", long.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private long messages;
    private long bytes;
    private long backPressure;

    /**
     * @return messages accepted (sending end) or consumed (receiving end).
     */
    public long messages()
    {
        return (long)MESSAGES.getOpaque(this);
    }

    /**
     * @return bytes of those messages without framing.
     */
    public long bytes()
    {
        return (long)BYTES.getOpaque(this);
    }

    /**
     * @return offers and looks at the room that were refused (sending end), messages put back by the handler
     * (receiving end).
     */
    public long backPressure()
    {
        return (long)BACK_PRESSURE.getOpaque(this);
    }

    void onMessage(final int length)
    {
        MESSAGES.setOpaque(this, messages + 1);
        BYTES.setOpaque(this, bytes + length);
    }

    void onBackPressure()
    {
        BACK_PRESSURE.setOpaque(this, backPressure + 1);
    }
}
