package io.maxmq.benchmarks.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The order of events. In every repetition all brokers are started, one at a time, and stopped by a signal; then, row
 * by row, each in turn is let run, loaded, and stopped again. The turns go the other way round in every second
 * repetition, so that what is compared lies close together and no broker always comes first.
 */
final class Comparison
{
    private static final long SETTLE_MS = 1_000;

    private final List<Broker> brokers;
    private final int core;
    private final LoadTool loadTool;
    private final Path folder;
    private final Results results;
    private final PrintWriter log;

    Comparison(
        final List<Broker> brokers,
        final int core,
        final LoadTool loadTool,
        final Path folder,
        final Results results,
        final PrintWriter log)
    {
        this.brokers = brokers;
        this.core = core;
        this.loadTool = loadTool;
        this.folder = folder;
        this.results = results;
        this.log = log;
    }

    void run(final int repetitions) throws IOException
    {
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            log.printf("repetition %d of %d%n", repetition + 1, repetitions);
            final Map<Broker, RunningBroker> running = new LinkedHashMap<>();
            try
            {
                repeat(repetition, running);
            }
            finally
            {
                for (final RunningBroker broker : running.values())
                {
                    broker.close();
                }
            }
        }
    }

    private void repeat(final int repetition, final Map<Broker, RunningBroker> running) throws IOException
    {
        final List<Broker> order = new ArrayList<>(brokers);
        if (repetition % 2 == 1)
        {
            Collections.reverse(order);
        }
        for (final Broker broker : order)
        {
            running.put(broker, start(broker));
        }
        for (final Case row : results.rows())
        {
            for (final Broker broker : order)
            {
                final Measurement measurement = row.isFresh() ? runFresh(row, broker) : runIn(row, broker, running);
                results.add(row, broker.name(), measurement);
                log.printf(Locale.ROOT, "  %-14s %-14s %8.3f %s  %,12.0f/s %s%n", row.name(), broker.name(),
                    measurement.cost(), row.cost().unit(), measurement.ratePerSecond(),
                    measurement.problem() == null ? "" : measurement.problem());
                log.flush();
            }
        }
    }

    private RunningBroker start(final Broker broker) throws IOException
    {
        final RunningBroker started = RunningBroker.start(broker, core, folder);
        settle();
        results.addStart(broker.name(), started.startMs(), started.rssKib() / 1024);
        started.suspend();
        return started;
    }

    private Measurement runIn(final Case row, final Broker broker, final Map<Broker, RunningBroker> running)
        throws IOException
    {
        final RunningBroker target = running.get(broker);
        target.resume();
        final Measurement measurement = loadTool.run(row, target);
        if (target.isAlive())
        {
            target.suspend();
            return measurement;
        }
        target.close();
        running.put(broker, start(broker));
        return Measurement.failed("the broker died");
    }

    private Measurement runFresh(final Case row, final Broker broker) throws IOException
    {
        try (RunningBroker target = RunningBroker.start(broker, core, folder))
        {
            settle();
            return loadTool.run(row, target);
        }
    }

    private static void settle()
    {
        try
        {
            Thread.sleep(SETTLE_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }
}
