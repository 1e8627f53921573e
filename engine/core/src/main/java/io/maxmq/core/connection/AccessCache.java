package io.maxmq.core.connection;

import io.maxmq.spi.Authoriser;

import java.util.HashMap;
import java.util.Map;

/**
 * What the authoriser has decided for one connection. Bounded: when it is full it starts anew. Used only where an
 * authoriser is configured; owned by the worker's thread.
 */
final class AccessCache
{
    private static final int MAXIMUM = 1_024;

    private record Key(Authoriser.Action action, String topic)
    {
    }

    private final Map<Key, Boolean> decisions = new HashMap<>();

    Boolean get(final Authoriser.Action action, final String topic)
    {
        return decisions.get(new Key(action, topic));
    }

    void put(final Authoriser.Action action, final String topic, final boolean allowed)
    {
        if (decisions.size() == MAXIMUM)
        {
            decisions.clear();
        }
        decisions.put(new Key(action, topic), allowed);
    }

    void clear()
    {
        decisions.clear();
    }
}
