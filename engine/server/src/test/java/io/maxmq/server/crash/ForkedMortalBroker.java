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

/** A broker in a process of its own: it halts at a fault point, or is killed. */
final class ForkedMortalBroker implements MortalBroker
{
    private static final int HALTED = 137;

    private final String[] settings;
    private final Queue<Death> deaths;
    private ForkedBroker broker;
    private Death death;
    private int looks;
    private int deathCount;

    /** Starts it, as often as it must be until somebody listens. */
    ForkedMortalBroker(final Path folder, final List<Death> deaths, final String... settings)
        throws IOException, InterruptedException
    {
        final List<String> all = new ArrayList<>(List.of("data=" + folder, "log.kind=journal",
            "log.file-size=24MiB", "log.reserve=1MiB", "listener.tcp.port=0", "listener.tcp.bind=127.0.0.1"));
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
            final String fault = "-D" + FaultPoint.PROPERTY + "=" + death.fault();
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

    @Override
    public int port()
    {
        return broker.port();
    }

    @Override
    public int deathCount()
    {
        return deathCount;
    }

    @Override
    public boolean look() throws IOException, InterruptedException
    {
        if (++looks >= death.looks())
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

    @Override
    public boolean kill() throws IOException, InterruptedException
    {
        broker.kill();
        return look();
    }

    @Override
    public void close() throws InterruptedException
    {
        broker.kill();
    }
}
