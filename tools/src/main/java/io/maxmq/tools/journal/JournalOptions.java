package io.maxmq.tools.journal;

import io.maxmq.journal.chronicle.JournalProblem;
import io.maxmq.journal.chronicle.JournalReader;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Which journal, and what all commands about one have in common. */
final class JournalOptions
{
    private static final String JOURNAL = "journal";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FOLDER",
        description = "Data folder of the broker, or the journal in it. Default: $$MAXMQ_DATA, else data.")
    private Path folder;

    @Option(names = "--json", description = "Print JSON, one object per line.")
    private boolean json;

    boolean json()
    {
        return json;
    }

    PrintWriter out()
    {
        return spec.commandLine().getOut();
    }

    PrintWriter err()
    {
        return spec.commandLine().getErr();
    }

    /** The folder of the journal itself. */
    Path folder()
    {
        final String named = System.getenv("MAXMQ_DATA");
        final Path given = folder != null ? folder : Path.of(named == null || named.isEmpty() ? "data" : named);
        return Files.isDirectory(given.resolve(JOURNAL)) ? given.resolve(JOURNAL) : given;
    }

    JournalReader open() throws IOException
    {
        return JournalReader.open(folder());
    }

    /** Says what is wrong with the journal; the exit code that goes with it. */
    int complain(final JournalReader reader)
    {
        for (final JournalProblem problem : reader.problems())
        {
            err().println("maxmq: " + (problem.torn() ? "torn tail, which a broker cuts: " : "damaged: ") + problem.what());
        }
        final boolean isDamaged = reader.problems().stream().anyMatch(problem -> !problem.torn());
        if (isDamaged)
        {
            err().println("maxmq: a broker does not start from it; 'maxmq journal repair " + folder() +
                "' says what can be saved");
        }
        return isDamaged ? JournalExit.DAMAGED : JournalExit.OK;
    }

    /** Runs a command's work and turns what can go wrong into a line for people and an exit code for scripts. */
    int report(final Callable<Integer> work) throws Exception
    {
        try
        {
            return work.call();
        }
        catch (final JournalFailure ex)
        {
            err().println("maxmq: " + ex.getMessage());
            return ex.exitCode();
        }
        catch (final IOException | UncheckedIOException ex)
        {
            err().println("maxmq: " + ex.getMessage());
            return JournalExit.INPUT_OUTPUT;
        }
        finally
        {
            out().flush();
            err().flush();
        }
    }
}
