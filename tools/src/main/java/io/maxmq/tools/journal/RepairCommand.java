package io.maxmq.tools.journal;

import io.maxmq.journal.chronicle.JournalConfig;
import io.maxmq.journal.chronicle.JournalProblem;
import io.maxmq.journal.chronicle.JournalRepair;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code maxmq journal repair}: makes of a damaged journal one that a broker starts from, with all that can be read. */
@Command(
    name = "repair",
    mixinStandardHelpOptions = true,
    description = "Say what can be saved of a damaged journal; with --yes, save it. The damaged files are kept aside.",
    footerHeading = "%nExit codes: ",
    footer = "0 sound, or repaired, 1 wrong command line, 5 no journal, not readable, or a broker runs on it, 7 damaged " +
        "and nothing was changed.%n")
final class RepairCommand implements Callable<Integer>
{
    @Mixin
    private JournalOptions journal;

    @Option(names = {"-y", "--yes"}, description = "Do it.")
    private boolean isConfirmed;

    @Override
    public Integer call() throws Exception
    {
        return journal.report(this::run);
    }

    private int run() throws IOException
    {
        final JournalRepair plan = JournalRepair.plan(journal.folder());
        if (!plan.isNeeded())
        {
            journal.out().println("nothing is wrong with " + journal.folder());
            return JournalExit.OK;
        }
        if (plan.isManifestLost())
        {
            journal.out().println("the manifest is lost; all files that are there count");
        }
        for (final JournalProblem problem : plan.problems())
        {
            journal.out().println(problem.what());
        }
        journal.out().println(plan.kept() + " events can be saved, " + plan.lost() + " are lost");
        if (!isConfirmed)
        {
            journal.out().println("nothing was changed; look with 'maxmq journal dump', make a copy of the folder, then " +
                "repair with --yes");
            return JournalExit.DAMAGED;
        }
        final Path aside = JournalRepair.repair(JournalConfig.in(journal.folder(), 1));
        journal.out().println("repaired; the damaged files are in " + aside);
        return JournalExit.OK;
    }
}
