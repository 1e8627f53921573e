package io.maxmq.server.crash;

import io.maxmq.journal.chronicle.FaultPoint;
import io.maxmq.server.robustness.ForkedBroker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * A broker on one data folder that is started again each time it has died. How a life ends is said before it begins: at
 * a fault point, by SIGKILL after a number of looks at it, or not.
 */
final class MortalBroker implements AutoCloseable
{
    private static final int HALTED = 137;

    /**
     * How a life ends.
     *
     * @param fault point and count, or empty.
     * @param looks after which it is killed, or the greatest number.
     */
    record Death(String fault, int looks)
    {
        static Death at(final FaultPoint point, final int count)
        {
            return new Death(point.name().toLowerCase() + ":" + count, Integer.MAX_VALUE);
        }

        static Death byKillAfter(final int looks)
        {
            return new Death("", looks);
        }

        static Death none()
        {
            return byKillAfter(Integer.MAX_VALUE);
        }
    }

    private final String[] settings;
    private final Queue<Death> deaths;
    private ForkedBroker broker;
    private Death death;
    private int looks;
    private int deathCount;

    /** Starts it, as often as it must be until somebody listens. */
    MortalBroker(final Path folder, final List<Death> deaths, final String... settings)
        throws IOException, InterruptedException
    {
        final List<String> all = new ArrayList<>(List.of("data=" + folder, "log.kind=journal", "listener.tcp.port=0",
            "listener.tcp.bind=127.0.0.1", "logging.level=warn"));
        all.addAll(List.of(settings));
        this.settings = all.toArray(String[]::new);
        this.deaths = new ArrayDeque<>(deaths);
        start();
    }

    private void start() throws IOException, InterruptedException
    {
        do
        {
            death = deaths.isEmpty() ? Death.none() : deaths.remove();
            looks = 0;
            final String fault = "-D" + FaultPoint.PROPERTY + "=" + death.fault;
            broker = ForkedBroker.attempt(List.of("-XX:TieredStopAtLevel=1", fault), settings);
            if (!broker.listens())
            {
                bury();
            }
        }
        while (!broker.listens());
    }

    private void bury() throws InterruptedException
    {
        assertEquals(HALTED, broker.kill(), "exit status");
        deathCount++;
    }

    int port()
    {
        return broker.port();
    }

    /** Deaths so far. */
    int deathCount()
    {
        return deathCount;
    }

    /** Kills it when it is time, and starts it again when it is dead. Returns whether it is another one now. */
    boolean look() throws IOException, InterruptedException
    {
        if (++looks >= death.looks)
        {
            broker.kill();
        }
        if (broker.isAlive())
        {
            return false;
        }
        bury();
        start();
        return true;
    }

    /** SIGKILL, and the next life. */
    void kill() throws IOException, InterruptedException
    {
        broker.kill();
        look();
    }

    @Override
    public void close() throws InterruptedException
    {
        broker.kill();
    }
}
