package io.maxmq.core.session;

import org.agrona.DirectBuffer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that sessions may take of the heap with what clients choose the length of: client ids, wills, subscriptions.
 * Messages that wait for sessions are not among it; {@link SessionLimits} bound these.
 * <p>
 * One for the whole broker; thread-safe, because it is asked when clients connect and subscribe, never for a message.
 * What was logged happened: recovery may go beyond the limit, and then there is no room until enough has ended. The
 * figures are rather too large than too small for objects with compressed references.
 */
public final class SessionMemory
{
    private static final int SESSION = 640;
    private static final int WILL = 96;
    private static final int SUBSCRIPTION = 192;
    /** What an owner of topics keeps for a subscription, without the filter's bytes. */
    private static final int OWNED = 256;
    private static final int PLUS_NODE = 96;

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /**
     * @param limit in bytes.
     */
    public SessionMemory(final long limit)
    {
        this.limit = limit;
    }

    /**
     * @param clientIdLength in bytes.
     * @return bytes of a session without will and subscriptions.
     */
    public static int ofSession(final int clientIdLength)
    {
        return SESSION + clientIdLength;
    }

    /**
     * @param blockLength of the will's message block.
     * @return bytes of a will.
     */
    public static int ofWill(final int blockLength)
    {
        return WILL + blockLength;
    }

    /**
     * @param filterLength in bytes.
     * @param plusLevels   levels of it that are a {@code +}.
     * @param owners       workers that may own a topic that it matches: each keeps it.
     * @return bytes of a subscription.
     */
    public static int ofSubscription(final int filterLength, final int plusLevels, final int owners)
    {
        return SUBSCRIPTION + filterLength + owners * (OWNED + filterLength + plusLevels * PLUS_NODE);
    }

    /**
     * @param filter buffer with the filter.
     * @param offset of the filter.
     * @param length of the filter in bytes.
     * @param owners workers that may own a topic that it matches: each keeps it.
     * @return bytes of a subscription.
     */
    public static int ofSubscription(final DirectBuffer filter, final int offset, final int length, final int owners)
    {
        int plusLevels = 0;
        for (int i = offset; i < offset + length; i++)
        {
            plusLevels += filter.getByte(i) == '+' ? 1 : 0;
        }
        return ofSubscription(length, plusLevels, owners);
    }

    /**
     * Whether there is room for more. Workers that ask at the same time may together exceed the limit by what they
     * ask for.
     *
     * @param bytes wanted.
     * @return true if so.
     */
    public boolean hasRoom(final long bytes)
    {
        return used.get() + bytes <= limit;
    }

    void add(final long bytes)
    {
        used.addAndGet(bytes);
    }

    /**
     * @return bytes in use.
     */
    public long used()
    {
        return used.get();
    }
}
