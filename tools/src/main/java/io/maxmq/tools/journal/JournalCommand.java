package io.maxmq.tools.journal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code maxmq journal}: the commands about a broker's journal. */
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    description = "Look into a broker's journal, running or not; check, replay and repair it.",
    synopsisSubcommandLabel = "COMMAND",
    footer = "%nEvery command has --help.",
    subcommands = {
        LsCommand.class, DumpCommand.class, VerifyCommand.class, StatsCommand.class, ReplayCommand.class,
        RepairCommand.class
    })
public final class JournalCommand implements Runnable
{
    @Spec
    private CommandSpec spec;

    public void run()
    {
        throw new ParameterException(spec.commandLine(), "a command is missing: ls, dump, verify, stats, " +
            "replay or repair");
    }
}
