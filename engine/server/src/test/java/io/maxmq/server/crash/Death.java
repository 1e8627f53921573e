package io.maxmq.server.crash;

import io.maxmq.journal.chronicle.FaultPoint;

import java.util.Locale;

/**
 * How the life of a broker ends.
 *
 * @param point at which it ends, or null.
 * @param count how often the point is reached.
 * @param looks at the broker after which it is killed.
 */
record Death(FaultPoint point, int count, int looks)
{
    static Death at(final FaultPoint point, final int count)
    {
        return new Death(point, count, Integer.MAX_VALUE);
    }

    static Death byKillAfter(final int looks)
    {
        return new Death(null, 0, looks);
    }

    static Death none()
    {
        return byKillAfter(Integer.MAX_VALUE);
    }

    /** Value of {@link FaultPoint#PROPERTY}. */
    String fault()
    {
        return point == null ? "" : point.name().toLowerCase(Locale.ROOT) + ":" + count;
    }

    @Override
    public String toString()
    {
        return point != null ? fault() : looks == Integer.MAX_VALUE ? "none" : "kill after " + looks;
    }
}
