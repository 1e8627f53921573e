package io.maxmq.tools.journal;

import io.maxmq.journal.chronicle.JournalReader;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventPrinter;
import org.agrona.DirectBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;

/** {@code maxmq journal dump}: the events of a journal, and with {@code --follow} those to come. */
@Command(
    name = "dump",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Print the events of a journal, one a line, in their order.",
    footerHeading = "%nExit codes: ",
    footer = JournalExit.TEXT)
final class DumpCommand implements Callable<Integer>
{
    private static final long FOLLOW_MS = 100;
    private static final int DEFAULT_PAYLOAD_BYTES = 256;

    @Mixin
    private JournalOptions journal;

    @Mixin
    private EventFilter filter;

    @Option(names = {"-n", "--last"}, paramLabel = "N", description = "Only the last N of them.")
    private Integer last;

    @Option(names = "--limit", paramLabel = "N", description = "End after N of them.")
    private Long limit;

    @Option(names = {"-f", "--follow"}, description = "Go on with what a broker writes, until interrupted.")
    private boolean isFollowing;

    @Option(names = "--payload", paramLabel = "FORM", description =
        "Print payloads: ${COMPLETION-CANDIDATES}. Default: none, only their length.")
    private PayloadForm payload = PayloadForm.NONE;

    @Option(names = "--payload-bytes", paramLabel = "N", description = "So much of each payload. Default: 256.")
    private int payloadBytes = DEFAULT_PAYLOAD_BYTES;

    private final StringBuilder line = new StringBuilder();
    private EventPrinter printer;
    private ArrayDeque<String> kept;
    private long taken;
    private long position;
    private boolean over;

    /** How payloads are printed. */
    enum PayloadForm
    {
        /** Not at all. */
        NONE,
        /** As UTF-8, with what cannot be printed escaped. */
        TEXT,
        /** As hexadecimal. */
        HEX
    }

    @Override
    public Integer call() throws Exception
    {
        return journal.report(this::run);
    }

    private int run() throws IOException
    {
        final JournalReader reader = journal.open();
        filter.attach(reader);
        printer = new EventPrinter(payload == PayloadForm.NONE ? 0 : Math.max(0, payloadBytes),
            payload == PayloadForm.TEXT, filter.names()::of);
        kept = last == null ? null : new ArrayDeque<>();
        reader.forEach(reader.firstSequence(), this::onEvent);
        if (kept != null)
        {
            kept.forEach(journal.out()::println);
            kept = null;
        }
        final int exitCode = journal.complain(reader);
        if (isFollowing)
        {
            follow(reader);
        }
        return exitCode;
    }

    private boolean onEvent(final long sequence, final DirectBuffer buffer, final int offset, final int length)
    {
        if (filter.isOver(sequence, EventHeader.timestampMs(buffer, offset)) || limit != null && taken >= limit)
        {
            over = true;
            return false;
        }
        position = sequence;
        printer.observe(buffer, offset, length);
        if (filter.matches(buffer, offset, length))
        {
            taken++;
            print(buffer, offset, length);
        }
        return true;
    }

    private void print(final DirectBuffer buffer, final int offset, final int length)
    {
        line.setLength(0);
        if (journal.json())
        {
            printer.appendJson(buffer, offset, length, line);
        }
        else
        {
            printer.appendText(buffer, offset, length, line);
        }
        if (kept == null)
        {
            journal.out().println(line);
            return;
        }
        kept.add(line.toString());
        if (kept.size() > last)
        {
            kept.poll();
        }
    }

    private void follow(final JournalReader reader) throws IOException
    {
        while (!over && !journal.out().checkError() && !Thread.currentThread().isInterrupted())
        {
            journal.out().flush();
            if (!reader.readOn())
            {
                pause();
            }
            else
            {
                filter.attach(reader);
                reader.forEach(position + 1, this::onEvent);
            }
        }
    }

    private static void pause()
    {
        try
        {
            Thread.sleep(FOLLOW_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }
}
