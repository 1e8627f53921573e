package io.maxmq.benchmarks.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code benchmarks/compare}.
 */
@Command(
    name = "compare",
    description = {
        "Compare brokers on this machine: same core, same load, in turn, repeated.",
        "",
        "Every figure is the median of the repetitions with the smallest and largest; ratios are taken within a " +
        "repetition. Cost is the CPU time of the whole broker process per delivered message."
    },
    footer = {
        "",
        "Examples:",
        "  MaxMQ against mosquitto, all scenarios:",
        "    benchmarks/compare --brokers maxmq,mosquitto",
        "  One scenario, five times, with a broker that has no script here:",
        "    benchmarks/compare --brokers maxmq --broker other='/opt/other/bin/other -p {port}' --only p2p-q0 -n 5",
        "  FlashMQ as what all others are measured by:",
        "    FLASHMQ=/opt/flashmq benchmarks/compare --brokers flashmq,maxmq,maxmq-throughput --baseline flashmq",
        "",
        "Scripts in benchmarks/brokers start a broker by name: PORT and an empty folder are their arguments."
    },
    sortOptions = false,
    usageHelpAutoWidth = true,
    mixinStandardHelpOptions = true)
public final class CompareCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--brokers", split = ",", paramLabel = "NAME", description = "Brokers with a script in " +
        "benchmarks/brokers (default maxmq,mosquitto).", defaultValue = "maxmq,mosquitto")
    private List<String> names;

    @Option(names = "--broker", paramLabel = "NAME=COMMAND",
        description = "Another broker by its start command, with {port} and, if it needs one, {dir}.")
    private List<String> commands = new ArrayList<>();

    @Option(names = "--baseline", paramLabel = "NAME",
        description = "Broker that ratios refer to (default: the last one).")
    private String baseline;

    @Option(names = "--only", split = ",", paramLabel = "SCENARIO", description = "Only these scenarios.")
    private List<String> only;

    @Option(names = {"-n", "--repeat"}, paramLabel = "N", defaultValue = "3",
        description = "Repetitions (default ${DEFAULT-VALUE}).")
    private int repetitions;

    @Option(names = {"-d", "--duration"}, paramLabel = "TIME", defaultValue = "5s",
        description = "Measurement of each run (default ${DEFAULT-VALUE}).")
    private String duration;

    @Option(names = "--warm-up", paramLabel = "TIME", defaultValue = "3s",
        description = "Traffic before it (default ${DEFAULT-VALUE}).")
    private String warmUp;

    @Option(names = "--broker-core", paramLabel = "CORE", defaultValue = "0",
        description = "Core of the brokers (default ${DEFAULT-VALUE}).")
    private int brokerCore;

    @Option(names = "--load-core", paramLabel = "CORE", defaultValue = "1",
        description = "Core of the load tool (default ${DEFAULT-VALUE}).")
    private int loadCore;

    @Option(names = "--bench-options", paramLabel = "TEXT",
        description = "More options of 'maxmq bench' for all scenarios, such as '--window 32'.")
    private String benchOptions;

    @Option(names = {"-o", "--output"}, paramLabel = "FOLDER", defaultValue = "benchmarks/target/compare",
        description = "For compare.txt, compare.md, compare.json and the output of brokers (${DEFAULT-VALUE}).")
    private Path folder;

    @Option(names = "--home", paramLabel = "FOLDER", defaultValue = ".", hidden = true)
    private Path home;

    @Option(names = "--list", description = "List the scenarios.")
    private boolean isListing;

    /**
     * @param args of the command line.
     */
    public static void main(final String... args)
    {
        System.exit(new CommandLine(new CompareCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException
    {
        final PrintWriter out = spec.commandLine().getOut();
        if (isListing)
        {
            Case.ALL.forEach(row -> out.printf("%-14s %s (%s)%n", row.name(), row.title(), row.cost().label()));
            return 0;
        }
        final List<Broker> brokers = brokers();
        final Path target = folder.toAbsolutePath();
        Files.createDirectories(target);
        final Results results = new Results(rows(), brokers.stream().map(Broker::name).toList(), baseline(brokers));
        final LoadTool loadTool = new LoadTool(
            home.resolve("tools/bin/maxmq").toAbsolutePath().normalize(), loadCore, duration, warmUp,
            benchOptions == null ? List.of() : List.of(benchOptions.trim().split("\\s+")), target);
        new Comparison(brokers, brokerCore, loadTool, target, results, spec.commandLine().getErr()).run(repetitions);
        final ComparisonReport report = new ComparisonReport(results, method());
        Files.writeString(target.resolve("compare.txt"), report.text());
        Files.writeString(target.resolve("compare.md"), report.markdown());
        Files.writeString(target.resolve("compare.json"), report.json());
        out.print(report.text());
        out.flush();
        return 0;
    }

    private String method()
    {
        return repetitions + " repetitions of " + duration + " after " + warmUp +
            " of warm-up, brokers in turn on core " + brokerCore + ", load on core " + loadCore +
            (benchOptions == null ? "" : ", " + benchOptions) + ".";
    }

    private List<Broker> brokers()
    {
        final List<String> all = new ArrayList<>(names);
        all.addAll(commands);
        final Path scripts = home.resolve("benchmarks/brokers").toAbsolutePath().normalize();
        try
        {
            return all.stream().map(text -> Broker.parse(text, scripts)).toList();
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }

    private List<Case> rows()
    {
        try
        {
            return only == null ? Case.ALL : only.stream().map(Case::find).toList();
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }

    private String baseline(final List<Broker> brokers)
    {
        final String chosen = baseline == null ? brokers.get(brokers.size() - 1).name() : baseline;
        if (brokers.stream().noneMatch(broker -> broker.name().equals(chosen)))
        {
            throw new ParameterException(spec.commandLine(), "the baseline '" + chosen + "' is not compared");
        }
        return chosen;
    }
}
