package io.maxmq.server.crash;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.maxmq.journal.chronicle.FaultPoint;
import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * A broker in this process, which lives much faster than a process of its own. It dies on the thread that appends: at
 * the fault point the data folder is copied as it stands, the thread ends with an error, and the next life begins on the
 * copy. What other threads of the dead one still do is what was published before, so it is in the copy.
 */
final class InProcessMortalBroker implements MortalBroker
{
    private static final Set<FaultPoint> POINTS = EnumSet.of(FaultPoint.APPEND, FaultPoint.WRITING,
        FaultPoint.APPENDED, FaultPoint.COMMIT, FaultPoint.COMMITTED, FaultPoint.ROLL, FaultPoint.ROLLED);
    private static final long KILL_WAIT_MS = 200;

    /** What a thread of a broker dies of. */
    private static final class Halted extends Error
    {
        private static final long serialVersionUID = 1L;
    }

    private final Path folder;
    private final List<String> settings;
    private final Queue<Death> deaths;
    private Broker broker;
    private Death death;
    private int deathCount;
    private int looks;
    /** The following belong to the appending thread and, under the lock, to the test. */
    private int reached;
    private boolean listening;
    private boolean killed;
    private boolean dead;

    InProcessMortalBroker(final Path folder, final List<Death> deaths, final String... settings)
    {
        this.folder = folder;
        this.deaths = new ArrayDeque<>(deaths);
        this.settings = new ArrayList<>(List.of("log.kind=journal", "log.file-size=24MiB", "log.reserve=1MiB", "listener.tcp.port=0",
            "listener.tcp.bind=127.0.0.1", "shutdown.timeout=0s"));
        this.settings.addAll(List.of(settings));
        level(Level.OFF);
        FaultPoint.listener(this::onReached);
        start();
    }

    private Path data(final int life)
    {
        return folder.resolve("life-" + life);
    }

    private void start()
    {
        final List<String> all = new ArrayList<>(settings);
        all.add("data=" + data(deathCount));
        broker = Broker.launch(BrokerConfig.with(all.toArray(String[]::new)));
        synchronized (this)
        {
            death = deaths.isEmpty() ? Death.none() : deaths.remove();
            looks = 0;
            reached = 0;
            killed = false;
            dead = false;
            listening = true;
        }
    }

    private void onReached(final FaultPoint point)
    {
        if (POINTS.contains(point))
        {
            synchronized (this)
            {
                if (listening && !dead && (killed || point == death.point() && ++reached == death.count()))
                {
                    copy();
                    dead = true;
                }
                if (dead)
                {
                    throw new Halted();
                }
            }
        }
    }

    private void copy()
    {
        try
        {
            final Process copying = new ProcessBuilder("cp", "-r", "--sparse=always", data(deathCount).toString(),
                data(deathCount + 1).toString()).inheritIO().start();
            assertEquals(0, copying.waitFor(), "copying the data folder");
        }
        catch (final IOException | InterruptedException ex)
        {
            throw new AssertionError(ex);
        }
    }

    @Override
    public int port()
    {
        return broker.boundPort();
    }

    @Override
    public int deathCount()
    {
        return deathCount;
    }

    @Override
    public boolean look()
    {
        if (++looks >= death.looks())
        {
            halt();
        }
        if (!isDead())
        {
            return false;
        }
        end();
        deathCount++;
        start();
        return true;
    }

    private synchronized boolean isDead()
    {
        return dead;
    }

    /** The next thing it writes kills it; where nothing comes it is at rest, and can be copied as it is. */
    private synchronized void halt()
    {
        killed = true;
        final long deadlineNs = System.nanoTime() + KILL_WAIT_MS * 1_000_000L;
        try
        {
            while (!dead && deadlineNs - System.nanoTime() > 0)
            {
                wait(1);
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        if (!dead)
        {
            copy();
            dead = true;
        }
    }

    /** All its threads have ended afterwards. */
    private void end()
    {
        synchronized (this)
        {
            dead = true;
        }
        broker.close();
        synchronized (this)
        {
            listening = false;
            dead = false;
        }
    }

    @Override
    public boolean kill()
    {
        halt();
        return look();
    }

    @Override
    public void close()
    {
        end();
        FaultPoint.listener(point -> {});
        level(null);
    }

    /** Many deaths need not be explained. */
    private static void level(final Level level)
    {
        ((Logger)LoggerFactory.getLogger(Broker.class.getPackageName())).setLevel(level);
        ((Logger)LoggerFactory.getLogger("net.openhft")).setLevel(level);
    }
}
