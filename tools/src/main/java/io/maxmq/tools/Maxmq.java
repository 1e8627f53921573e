package io.maxmq.tools;

import io.maxmq.server.config.InvalidConfigException;
import io.maxmq.tools.bench.BenchCommand;
import io.maxmq.tools.journal.JournalCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The {@code maxmq} command. Each subcommand is a class of its own.
 */
@Command(
    name = "maxmq",
    description = "An MQTT broker for low, steady latency on multicore machines.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = "%nEvery command has --help.")
public final class Maxmq implements Runnable
{
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /**
     * @param args of the command line.
     */
    public static void main(final String... args)
    {
        System.exit(commandLine(Streams.ofProcess(), args).execute(args));
    }

    /**
     * @param streams for payloads.
     * @param args    that it will execute. Where they begin with the name of a subcommand the others are left out: to
     *                describe them all takes longer than to start a broker.
     * @return the command, ready to execute.
     */
    public static CommandLine commandLine(final Streams streams, final String... args)
    {
        final CommandLine commandLine = new CommandLine(new Maxmq());
        final Map<String, Supplier<Object>> subcommands = subcommands(streams);
        final Supplier<Object> only = args.length == 0 ? null : subcommands.get(args[0]);
        for (final Supplier<Object> subcommand : only == null ? subcommands.values() : List.of(only))
        {
            commandLine.addSubcommand(subcommand.get());
        }
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExpandAtFiles(false);
        commandLine.setAllowOptionsAsOptionParameters(true);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setParameterExceptionHandler(Maxmq::onParameterError);
        commandLine.setExecutionExceptionHandler((ex, command, result) -> onFailure(ex, command));
        return commandLine;
    }

    private static Map<String, Supplier<Object>> subcommands(final Streams streams)
    {
        final Map<String, Supplier<Object>> subcommands = new LinkedHashMap<>();
        subcommands.put("start", StartCommand::new);
        subcommands.put("pub", () -> new PubCommand(streams));
        subcommands.put("sub", () -> new SubCommand(streams));
        subcommands.put("bench", BenchCommand::new);
        subcommands.put("journal", JournalCommand::new);
        subcommands.put("config", ConfigCommand::new);
        subcommands.put("passwd", () -> new PasswdCommand(streams));
        subcommands.put("warm-up", WarmUpCommand::new);
        return subcommands;
    }

    public void run()
    {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int onParameterError(final ParameterException ex, final String[] args)
    {
        final CommandLine command = ex.getCommandLine();
        command.getErr().println("maxmq: " + ex.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(ex, command.getErr());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    static int onFailure(final Exception ex, final CommandLine command) throws Exception
    {
        if (ex instanceof InvalidConfigException invalid)
        {
            final int count = invalid.errors().size();
            command.getErr().println("maxmq: the configuration has " + (count == 1 ? "an error" : count + " errors"));
            invalid.errors().forEach((error) -> command.getErr().println("  " + error));
            return ExitCode.USAGE;
        }
        if (ex instanceof CommandFailure failure)
        {
            command.getErr().println("maxmq: " + failure.getMessage());
            return failure.exitCode();
        }
        throw ex;
    }
}
