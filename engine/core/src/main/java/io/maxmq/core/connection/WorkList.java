package io.maxmq.core.connection;

import java.util.Arrays;

/**
 * Connections that want a step of the duty cycle, each listed once, served in turn. Owned by one worker's thread;
 * allocates only when it grows beyond the largest number it ever held.
 */
public final class WorkList
{
    private final int bit;
    private Connection[] ring = new Connection[64];
    private int head;
    private int size;

    /**
     * @param bit by which connections remember that they are listed here; a different one for each list.
     */
    public WorkList(final int bit)
    {
        this.bit = bit;
    }

    public void add(final Connection connection)
    {
        if ((connection.listed & bit) != 0)
        {
            return;
        }
        connection.listed |= bit;
        if (size == ring.length)
        {
            grow();
        }
        ring[head + size++ & ring.length - 1] = connection;
    }

    /**
     * Takes the connection that has waited longest.
     *
     * @return the connection, or null where there is none.
     */
    public Connection poll()
    {
        if (size == 0)
        {
            return null;
        }
        final Connection connection = ring[head];
        ring[head] = null;
        head = head + 1 & ring.length - 1;
        size--;
        connection.listed &= ~bit;
        return connection;
    }

    public int size()
    {
        return size;
    }

    private void grow()
    {
        final Connection[] larger = Arrays.copyOf(ring, ring.length * 2);
        System.arraycopy(ring, 0, larger, ring.length, head);
        for (int i = 0; i < head; i++)
        {
            larger[i] = null;
        }
        ring = larger;
    }
}
