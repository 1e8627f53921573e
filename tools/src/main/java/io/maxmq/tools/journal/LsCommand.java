package io.maxmq.tools.journal;

import io.maxmq.journal.chronicle.JournalFile;
import io.maxmq.journal.chronicle.JournalReader;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.FieldWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code maxmq journal ls}: the files of a journal and which events are in them. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    description = "List the files of a journal.",
    footerHeading = "%nExit codes: ",
    footer = JournalExit.TEXT)
final class LsCommand implements Callable<Integer>
{
    private static final String FORMAT = "%-22s %14s %14s %12s %12s  %-24s %-24s %s%n";

    @Mixin
    private JournalOptions journal;

    @Override
    public Integer call() throws Exception
    {
        return journal.report(this::run);
    }

    private int run() throws IOException
    {
        final JournalReader reader = journal.open();
        final List<JournalFile> files = reader.files();
        if (!journal.json())
        {
            journal.out().printf(FORMAT, "file", "first", "last", "events", "bytes", "from", "to", "");
        }
        for (final JournalFile file : files)
        {
            print(reader, file);
        }
        return journal.complain(reader);
    }

    private void print(final JournalReader reader, final JournalFile file)
    {
        final String from = file.events() == 0 ? "" : time(reader, file.firstSequence());
        final String to = file.events() == 0 ? "" : time(reader, file.lastSequence());
        final String name = file.folder().getFileName().toString();
        if (journal.json())
        {
            final StringBuilder line = new StringBuilder();
            final FieldWriter fields = new FieldWriter(line, true).begin("file", "").text("name", name);
            fields.number("first", file.firstSequence()).number("last", file.lastSequence());
            fields.number("events", file.events()).number("usedBytes", file.used()).number("bytes", file.length());
            fields.word("from", from).word("to", to).flag("open", file.open()).close();
            journal.out().println(line);
        }
        else
        {
            journal.out().printf(FORMAT, name, file.events() == 0 ? "-" : file.firstSequence(),
                file.events() == 0 ? "-" : file.lastSequence(), file.events(), file.used(), from, to,
                file.open() ? "open" : "closed");
        }
    }

    private static String time(final JournalReader reader, final long sequence)
    {
        final long[] timeMs = new long[1];
        reader.forEach(sequence, (found, buffer, offset, length) ->
        {
            timeMs[0] = EventHeader.timestampMs(buffer, offset);
            return false;
        });
        return Instant.ofEpochMilli(timeMs[0]).toString();
    }
}
