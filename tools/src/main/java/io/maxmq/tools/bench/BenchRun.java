package io.maxmq.tools.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import io.maxmq.tools.bench.load.Counter;
import io.maxmq.tools.bench.load.Credits;
import io.maxmq.tools.bench.load.Engine;
import io.maxmq.tools.bench.load.RunControl;
import io.maxmq.tools.bench.load.RunControl.Phase;
import io.maxmq.tools.bench.plan.Plan;
import io.maxmq.tools.bench.plan.Role;
import io.maxmq.tools.bench.plan.Settings;
import io.maxmq.tools.bench.plan.Timing;
import io.maxmq.tools.bench.report.ProcessSample;
import io.maxmq.tools.bench.report.ProcessSampler;
import io.maxmq.tools.bench.report.RunResult;
import io.maxmq.tools.bench.report.Usage;
import org.HdrHistogram.Histogram;

/**
 * Leads one run: starts the engines, waits until all clients are ready, lets traffic flow, measures, waits for what is
 * under way, and puts together what was seen. Used once, by one thread.
 */
public final class BenchRun
{
    private static final long POLL_NS = 2_000_000L;
    private static final long START_DELAY_NS = 20_000_000L;

    private final Plan plan;
    private final Settings settings;
    private final ProcessSampler broker;
    private final ProcessSampler self;
    private final Progress progress;
    private final RunControl control;
    private final List<Engine> engines = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Timeline timeline;

    /** Samples at one edge of the measurement. */
    private record Edge(
        long timeNs, long sent, long received, long idleNs, ProcessSample broker, ProcessSample self)
    {
    }

    /**
     * @param plan      what to do.
     * @param brokerPid process id of the broker, or 0 if not known.
     * @param progress  to tell.
     * @throws IOException if the process cannot be observed or an engine not be made.
     */
    BenchRun(final Plan plan, final long brokerPid, final Progress progress) throws IOException
    {
        this.plan = plan;
        this.settings = plan.settings();
        this.progress = progress;
        broker = brokerPid == 0 ? null : new ProcessSampler(brokerPid);
        self = new ProcessSampler(ProcessHandle.current().pid());
        control = new RunControl(settings.runTag(), System.nanoTime());
        final int publishers = Math.max(1, settings.clients().publishers());
        final Credits credits = new Credits(settings.threads(), publishers, plan.deliveriesPerMessage());
        for (int i = 0; i < settings.threads(); i++)
        {
            engines.add(new Engine(i, plan, control, credits));
        }
        timeline = new Timeline(engines);
    }

    /**
     * @return a tag for the topics and payloads of a new run.
     */
    static int newRunTag()
    {
        return ThreadLocalRandom.current().nextInt(0x1000, 0x10000);
    }

    RunResult run() throws IOException
    {
        try
        {
            final RunResult.Setup setup = setUp();
            final Edge[] edges = control.failure() == null ? traffic() : null;
            final Edge from = edges == null ? edge() : edges[0];
            final Edge to = edges == null ? edge() : edges[1];
            drain();
            stop();
            return result(setup, from, to);
        }
        finally
        {
            stop();
            progress.end();
        }
    }

    /** The latencies second by second, once the run is over. */
    List<Histogram> intervals()
    {
        return timeline.intervals();
    }

    /** Wall clock at the beginning of the measurement. */
    long measuredFromMs()
    {
        return timeline.beginMs();
    }

    private RunResult.Setup setUp() throws IOException
    {
        final ProcessSample before = sample(broker);
        final long startNs = System.nanoTime();
        for (final Engine engine : engines)
        {
            final Thread thread = new Thread(engine, "load-" + threads.size());
            threads.add(thread);
            thread.start();
        }
        final long deadlineNs = startNs + settings.timing().setupNs();
        while (count(Counter.READY) < plan.clients().size() && control.failure() == null)
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                control.fail("only " + count(Counter.READY) + " of " + plan.clients().size() + " clients got ready");
            }
            progress.update("connecting " + count(Counter.READY) + " of " + plan.clients().size());
            LockSupport.parkNanos(5 * POLL_NS);
        }
        final double seconds = (System.nanoTime() - startNs) / 1e9;
        final ProcessSample after = sample(broker);
        return before == null || after == null ?
            new RunResult.Setup(seconds, -1, -1, -1) :
            new RunResult.Setup(seconds, after.cpuNsSince(before), before.rssBytes(), after.rssBytes());
    }

    private Edge[] traffic() throws IOException
    {
        final Timing timing = settings.timing();
        control.startTraffic(System.nanoTime() + START_DELAY_NS, timing.warmUpNs(), timing.durationNs());
        final long fromNs = control.measureFromNs();
        final long toNs = control.measureToNs();
        long nextNs = control.startNs();
        while (System.nanoTime() - fromNs < 0 && mayGoOn())
        {
            parkUntil(Math.min(fromNs, nextNs += POLL_NS * 100));
            showProgress("warm-up");
        }
        final Edge from = edge();
        timeline.begin(from.timeNs(), from.broker());
        nextNs = fromNs + Timing.SECOND_NS;
        while (System.nanoTime() - toNs < 0 && mayGoOn())
        {
            parkUntil(Math.min(toNs, nextNs));
            if (System.nanoTime() - nextNs >= 0)
            {
                nextNs += Timing.SECOND_NS;
                timeline.addSecond(sample(broker));
                showProgress(String.format(Locale.ROOT, "%5.0f s", (System.nanoTime() - fromNs) / 1e9));
            }
        }
        if (System.nanoTime() - toNs < 0)
        {
            drain(); // the publishers were done before their time
        }
        return new Edge[]{from, edge()};
    }

    private boolean mayGoOn()
    {
        final long limit = settings.traffic().messagesPerPublisher() * plan.count(Role.PUBLISHER);
        return control.failure() == null && (limit == 0 || count(Counter.SENT) < limit);
    }

    /** Wait until everything sent has come, or nothing has come for a while. */
    private void drain()
    {
        if (control.phase() == Phase.TRAFFIC)
        {
            control.phase(Phase.DRAIN);
        }
        long lastCount = -1;
        long quietSinceNs = System.nanoTime();
        while (control.failure() == null && isOutstanding())
        {
            final long count = count(Counter.DELIVERED) + count(Counter.ACKED) + count(Counter.SENT);
            final long nowNs = System.nanoTime();
            if (count != lastCount)
            {
                lastCount = count;
                quietSinceNs = nowNs;
            }
            else if (nowNs - quietSinceNs > settings.timing().drainNs())
            {
                return;
            }
            showProgress("drain");
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private boolean isOutstanding()
    {
        return switch (settings.scenario())
        {
            case IDLE -> false;
            case RETAINED -> control.phase() == Phase.DRAIN;
            default -> count(Counter.DELIVERED) < count(Counter.SENT) * plan.deliveriesPerMessage() ||
                settings.traffic().qos() > 0 && settings.scenario().hasTraffic() &&
                    count(Counter.ACKED) < count(Counter.SENT);
        };
    }

    private void stop()
    {
        control.phase(Phase.CLOSE);
        for (final Thread thread : threads)
        {
            try
            {
                thread.join();
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private RunResult result(final RunResult.Setup setup, final Edge from, final Edge to)
    {
        final long[] sentOnLane = new long[plan.lanes()];
        engines.forEach(engine -> engine.addSent(sentOnLane));
        long lost = 0;
        for (final Engine engine : engines)
        {
            lost += engine.lost(sentOnLane);
        }
        final Map<Counter, Long> counters = new EnumMap<>(Counter.class);
        for (final Counter counter : Counter.values())
        {
            counters.put(counter, count(counter));
        }
        return new RunResult(
            settings,
            plan.clients().size(),
            setup,
            (to.timeNs() - from.timeNs()) / 1e9,
            to.sent() - from.sent(),
            to.received() - from.received(),
            from.broker() == null || to.broker() == null ? null : Usage.between(from.broker(), to.broker()),
            Usage.between(from.self(), to.self()),
            (to.idleNs() - from.idleNs()) / (double)(to.timeNs() - from.timeNs()) / settings.threads(),
            counters,
            lost,
            timeline.finish(),
            timeline.seconds(),
            control.failure());
    }

    private Edge edge() throws IOException
    {
        return new Edge(
            System.nanoTime(), count(Counter.SENT), count(Counter.DELIVERED), count(Counter.IDLE_NS), sample(broker),
            sample(self));
    }

    private ProcessSample sample(final ProcessSampler sampler)
    {
        if (sampler == null)
        {
            return null;
        }
        try
        {
            return sampler.sample();
        }
        catch (final IOException ex)
        {
            control.fail("the observed process has ended: " + ex.getMessage());
            return null;
        }
    }

    private long count(final Counter counter)
    {
        long sum = 0;
        for (final Engine engine : engines)
        {
            sum += engine.counters().get(counter);
        }
        return sum;
    }

    private void showProgress(final String phase)
    {
        progress.update(phase + "  " + timeline.describeLast() + "  delivered " + count(Counter.DELIVERED));
    }

    private static void parkUntil(final long timeNs)
    {
        long leftNs = timeNs - System.nanoTime();
        while (leftNs > 0)
        {
            LockSupport.parkNanos(leftNs);
            leftNs = timeNs - System.nanoTime();
        }
    }
}
