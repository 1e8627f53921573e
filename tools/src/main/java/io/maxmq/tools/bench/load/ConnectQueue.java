package io.maxmq.tools.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;

import io.maxmq.tools.bench.plan.Target;

/**
 * Clients that wait to be connected. Bounds how many are on the way at a time, and optionally how many begin per
 * second, so that the broker's accept queue does not overflow. Single-threaded.
 */
final class ConnectQueue
{
    private final ArrayDeque<ClientConnection> waiting = new ArrayDeque<>();
    private final Target target;
    private final int maxInFlight;
    private final long periodNs;
    private int inFlight;
    private int sourceIndex;
    private long nextNs;

    ConnectQueue(final Target target, final int engines)
    {
        this.target = target;
        this.maxInFlight = Math.max(1, target.connectsInFlight() / engines);
        this.periodNs = target.connectsPerSecond() > 0 ? (long)(1e9 * engines / target.connectsPerSecond()) : 0;
        this.nextNs = System.nanoTime();
    }

    void add(final ClientConnection client)
    {
        waiting.add(client);
    }

    int doWork(final long nowNs) throws IOException
    {
        int work = 0;
        while (inFlight < maxInFlight && !waiting.isEmpty() && (periodNs == 0 || nowNs - nextNs >= 0))
        {
            nextNs += periodNs;
            inFlight++;
            work++;
            connect(waiting.poll());
        }
        return work;
    }

    /** A connection that was on the way is ready, or has failed. */
    void onSettled()
    {
        inFlight--;
    }

    InetAddress nextSource()
    {
        return target.sources().isEmpty() ? null : target.sources().get(sourceIndex++ % target.sources().size());
    }

    private static void connect(final ClientConnection client)
    {
        try
        {
            client.connect();
        }
        catch (final IOException ex)
        {
            client.onError(ex.toString());
        }
    }
}
