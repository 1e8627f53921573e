package io.maxmq.tools.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.concurrent.Callable;

import io.maxmq.tools.bench.plan.Plan;
import io.maxmq.tools.bench.plan.Planner;
import io.maxmq.tools.bench.plan.Scenario;
import io.maxmq.tools.bench.plan.Settings;
import io.maxmq.tools.bench.plan.Workload;
import io.maxmq.tools.bench.report.HlogWriter;
import io.maxmq.tools.bench.report.HtmlReport;
import io.maxmq.tools.bench.report.JsonReport;
import io.maxmq.tools.bench.report.RunResult;
import io.maxmq.tools.bench.report.TextReport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code maxmq bench}: puts load on a broker, verifies every message, and measures.
 */
@Command(
    name = "bench",
    description = {
        "Put load on an MQTT broker, verify every message, and measure throughput, latency and cost.",
        "",
        "Scenarios (see also --list):",
        "  p2p        each publisher to its own subscriber (32 to 32)",
        "  fan-in     many publishers to one subscriber with a wildcard (500 to 1)",
        "  fan-out    one publisher to many subscribers (1 to 500)",
        "  shared     a shared subscription (50 to 10, QoS 1)",
        "  connect    clients that connect and disconnect in a loop",
        "  idle       connections that only exist",
        "  retained   subscribers that fetch all retained messages again and again",
        "  restart    persistent subscribers that go offline and return (QoS 1)",
        "",
        "A closed loop (no --rate) finds the maximum: each publisher has at most --window messages under way. An " +
        "open loop (--rate) sends at fixed times and counts latency from when a message was due, so a pause of the " +
        "broker is seen by every message it delays."
    },
    footer = {
        "",
        "Examples:",
        "  How fast is the broker on this machine, and what does a message cost it?",
        "    maxmq bench p2p --pid $(pidof mosquitto)",
        "  The same pinned, so that broker and load do not disturb each other (broker on core 0):",
        "    taskset -c 1 maxmq bench p2p --qos 1 --duration 20s --pid 4711",
        "  Latency at 20,000 messages a second, with a report to look at:",
        "    maxmq bench p2p --rate 20000 --duration 30s --html report.html --hlog run.hlog",
        "  Fan-out of 1 KiB messages to 500 subscribers, MQTT 5:",
        "    maxmq bench fan-out --subscribers 500 --size 1024 -V 5",
        "  Do 100,000 other subscriptions slow it down?",
        "    maxmq bench p2p --background-clients 100 --background-filters 100000",
        "  Does it lose anything when subscribers come and go?",
        "    maxmq bench restart --rate 2000 --duration 30s",
        "  A use case of the Open MQTT Benchmark Suite:",
        "    maxmq bench tenth-p2p-5K-5K-5K-5K",
        "  How fast is the load tool itself here?",
        "    maxmq bench --self-test",
        "",
        "Exit codes: 0 measured and verified, 1 wrong usage, 3 clients did not get ready, 4 a connection was lost, " +
        "5 a report could not be written, 8 messages lost, doubled, reordered or damaged, 9 self-test too slow."
    },
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class BenchCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "SCENARIO", defaultValue = "p2p",
        description = "Scenario or workload (default ${DEFAULT-VALUE}).")
    private String name;

    @Mixin
    private BenchOptions options;

    @Option(names = "--list", description = "List scenarios and workloads.")
    private boolean isListing;

    @Option(names = "--self-test",
        description = "Run the scenario against a relay inside this process: what can the load tool do?")
    private boolean isSelfTest;

    @Option(names = "--help", usageHelp = true, description = "Show this page.")
    private boolean isHelp;

    /**
     * Runs the command by itself.
     *
     * @param args of the command line.
     */
    public static void main(final String... args)
    {
        System.exit(new CommandLine(new BenchCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException
    {
        if (isListing)
        {
            list(spec.commandLine().getOut());
            return BenchExit.OK;
        }
        return isSelfTest ? selfTest() : bench();
    }

    private int bench() throws IOException
    {
        final Plan plan = plan();
        final BenchRun run = new BenchRun(plan, options.pid, progress());
        final RunResult result = run.run();
        print(TextReport.write(result));
        try
        {
            write(run, result);
        }
        catch (final IOException ex)
        {
            spec.commandLine().getErr().println("maxmq: cannot write " + ex.getMessage());
            return BenchExit.INPUT_OUTPUT;
        }
        return exitCode(result);
    }

    private int selfTest() throws IOException
    {
        final SelfTest selfTest = new SelfTest(plan().settings(), progress());
        print(selfTest.run());
        return selfTest.isFastEnough() ? BenchExit.OK : BenchExit.TOO_SLOW;
    }

    private Plan plan()
    {
        try
        {
            return Planner.plan(settings());
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }

    private Settings settings()
    {
        final Scenario scenario = Scenario.find(name);
        if (scenario != null)
        {
            return options.settings(scenario);
        }
        final Workload workload = Workload.find(name);
        if (workload == null)
        {
            throw new IllegalArgumentException("no scenario or workload '" + name + "'; --list shows them");
        }
        return options.settings(workload);
    }

    private Progress progress()
    {
        return options.isQuiet || System.console() == null ? Progress.SILENT : Progress.terminal();
    }

    private void write(final BenchRun run, final RunResult result) throws IOException
    {
        if (options.json != null)
        {
            Files.writeString(options.json, JsonReport.write(result));
        }
        if (options.html != null)
        {
            Files.writeString(options.html, HtmlReport.write(result));
        }
        if (options.hlog != null)
        {
            HlogWriter.write(options.hlog, TextReport.describe(result.settings()), run.measuredFromMs(),
                run.intervals());
        }
    }

    private int exitCode(final RunResult result)
    {
        if (result.failure() != null)
        {
            return result.measuredSeconds() > 0 && result.measuredReceived() > 0 ?
                BenchExit.CONNECTION_LOST : BenchExit.NOT_READY;
        }
        final boolean isFine = options.isLossAllowed ? result.errors().isEmpty() : result.isVerified();
        return isFine ? BenchExit.OK : BenchExit.NOT_VERIFIED;
    }

    private void print(final String text)
    {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }

    private static void list(final PrintWriter out)
    {
        out.println("Scenarios:");
        for (final Scenario scenario : Scenario.values())
        {
            out.printf("  %-10s %s%n", scenario.label(), scenario.description());
        }
        out.println("Workloads of the Open MQTT Benchmark Suite:");
        for (final Workload workload : Workload.all())
        {
            out.printf("  %-36s %-8s %,7d publishers %,9d subscribers or clients%n",
                workload.name(), workload.scenario().label(), workload.publishers(), workload.subscribers());
        }
        out.flush();
    }
}
