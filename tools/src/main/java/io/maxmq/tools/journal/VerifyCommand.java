package io.maxmq.tools.journal;

import io.maxmq.journal.chronicle.JournalFile;
import io.maxmq.journal.chronicle.JournalProblem;
import io.maxmq.journal.chronicle.JournalReader;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventPrinter;
import io.maxmq.journal.event.FieldWriter;
import io.maxmq.server.replay.JournalState;
import org.agrona.DirectBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.concurrent.Callable;

/** {@code maxmq journal verify}: whether a broker would start from a journal and find all that was written. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Check every byte of a journal, that every event can be understood and that a broker's state can be " +
        "made of them.",
    footerHeading = "%nExit codes: ",
    footer = JournalExit.TEXT)
final class VerifyCommand implements Callable<Integer>
{
    @Mixin
    private JournalOptions journal;

    private final StringBuilder line = new StringBuilder();
    private final EventPrinter printer = new EventPrinter();
    private long events;
    private long unknown;
    private long lastTimeMs;
    private long backwards;

    @Override
    public Integer call() throws Exception
    {
        return journal.report(this::run);
    }

    private int run() throws IOException
    {
        final JournalReader reader = journal.open();
        reader.forEach(reader.firstSequence(), this::onEvent);
        final String state = reader.problems().isEmpty() ? fold(reader) : "not made, since the journal is not whole";
        final boolean isSound = unknown == 0 && backwards == 0;
        final int damage = print(reader, state);
        return isSound ? damage : JournalExit.DAMAGED;
    }

    private boolean onEvent(final long sequence, final DirectBuffer buffer, final int offset, final int length)
    {
        events++;
        line.setLength(0);
        final boolean isUnderstood = printer.appendText(buffer, offset, length, line);
        if (!isUnderstood || EventHeader.sequence(buffer, offset) != sequence)
        {
            unknown++;
            journal.err().println("maxmq: event " + sequence + " cannot be understood: " + line);
        }
        final long timeMs = EventHeader.timestampMs(buffer, offset);
        backwards += timeMs < lastTimeMs ? 1 : 0;
        lastTimeMs = timeMs;
        return true;
    }

    /** The fold fails where events contradict each other. */
    private static String fold(final JournalReader reader) throws IOException
    {
        if (reader.lastSequence() < reader.firstSequence())
        {
            return "empty";
        }
        try (JournalState state = JournalState.open(reader))
        {
            final long[] lines = new long[1];
            state.foldTo(reader.lastSequence()).dump().write(false, text -> lines[0]++);
            return "complete";
        }
    }

    private int print(final JournalReader reader, final String state)
    {
        if (journal.json())
        {
            printJson(reader, state);
        }
        else
        {
            for (final JournalFile file : reader.files())
            {
                journal.out().println(file.folder().getFileName() + ": " + (file.events() == 0 ? "no events" :
                    "events " + file.firstSequence() + " to " + file.lastSequence()) +
                    (file.open() ? ", not closed" : ", closed"));
            }
            journal.out().println(events + " events read, state: " + state);
        }
        if (backwards > 0)
        {
            journal.err().println("maxmq: the time of " + backwards + " events is before that of the event before");
        }
        final int exitCode = journal.complain(reader);
        if (!journal.json() && exitCode == JournalExit.OK && unknown == 0 && backwards == 0)
        {
            journal.out().println("ok");
        }
        return exitCode;
    }

    private void printJson(final JournalReader reader, final String state)
    {
        line.setLength(0);
        final FieldWriter fields = new FieldWriter(line, true).begin("verified", "").number("events", events);
        fields.number("first", reader.firstSequence()).number("last", reader.lastSequence()).text("state", state);
        fields.number("notUnderstood", unknown).number("timeBackwards", backwards).openList("problems");
        for (final JournalProblem problem : reader.problems())
        {
            fields.openItem().text("what", problem.what()).number("firstLost", problem.firstLost());
            fields.number("lastLost", problem.lastLost()).flag("torn", problem.torn()).closeObject();
        }
        fields.closeList().close();
        journal.out().println(line);
    }
}
