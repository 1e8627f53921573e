package io.maxmq.tools.journal;

import io.maxmq.journal.chronicle.JournalReader;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.event.FieldWriter;
import io.maxmq.journal.event.MessageEvent;
import org.agrona.DirectBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code maxmq journal stats}: what fills a journal. */
@Command(
    name = "stats",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Count the events of a journal by type, topic and client.",
    footerHeading = "%nExit codes: ",
    footer = JournalExit.TEXT)
final class StatsCommand implements Callable<Integer>
{
    private static final int DEFAULT_TOP = 10;

    @Mixin
    private JournalOptions journal;

    @Mixin
    private EventFilter filter;

    @Option(names = "--top", paramLabel = "N", description = "So many topics and clients. Default: 10.")
    private int top = DEFAULT_TOP;

    private final Tally[] types = new Tally[Math.max(EventType.MAX, EventType.LOST) + 1];
    private final Map<String, Tally> topics = new HashMap<>();
    private final Map<String, Tally> clients = new HashMap<>();
    private final MessageEvent message = new MessageEvent();
    private final Tally all = new Tally("all");
    private long firstMs;
    private long lastMs;

    /** How many, and how large. */
    private static final class Tally
    {
        final String name;
        long count;
        long bytes;

        Tally(final String name)
        {
            this.name = name;
        }

        void add(final long length)
        {
            count++;
            bytes += length;
        }
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
        reader.forEach(reader.firstSequence(), this::onEvent);
        if (journal.json())
        {
            printJson();
        }
        else
        {
            printText();
        }
        return journal.complain(reader);
    }

    private boolean onEvent(final long sequence, final DirectBuffer buffer, final int offset, final int length)
    {
        final long timeMs = EventHeader.timestampMs(buffer, offset);
        if (filter.isOver(sequence, timeMs))
        {
            return false;
        }
        if (filter.matches(buffer, offset, length))
        {
            firstMs = all.count == 0 ? timeMs : firstMs;
            lastMs = timeMs;
            all.add(length);
            count(buffer, offset, length);
        }
        return true;
    }

    private void count(final DirectBuffer buffer, final int offset, final int length)
    {
        final int type = EventHeader.type(buffer, offset);
        final int known = EventType.isKnown(type) ? type : 0;
        if (types[known] == null)
        {
            types[known] = new Tally(EventType.name(known));
        }
        types[known].add(length);
        if (type == EventType.MESSAGE && message.wrap(buffer, offset, length))
        {
            final EventSubjects subjects = filter.subjects().of(buffer, offset, length, true);
            topics.computeIfAbsent(subjects.topics().get(0), Tally::new).add(length);
            final String publisher = filter.names().of(message.publisherSessionId());
            clients.computeIfAbsent(publisher == null ? "(clean sessions)" : publisher, Tally::new).add(length);
        }
    }

    private static List<Tally> largest(final Map<String, Tally> tallies, final int limit)
    {
        return tallies.values().stream().sorted(Comparator.<Tally>comparingLong(tally -> -tally.bytes)
            .thenComparing(tally -> tally.name)).limit(limit).toList();
    }

    private void printText()
    {
        if (all.count == 0)
        {
            journal.out().println("no events");
            return;
        }
        journal.out().println(all.count + " events, " + all.bytes + " bytes, from " + Instant.ofEpochMilli(firstMs) +
            " to " + Instant.ofEpochMilli(lastMs));
        print("type", Arrays.stream(types).filter(tally -> tally != null).toList());
        print("topics of messages", largest(topics, top));
        print("publishers", largest(clients, top));
    }

    private void print(final String title, final List<Tally> tallies)
    {
        journal.out().printf("%n%12s %14s  %s%n", "events", "bytes", title);
        for (final Tally tally : tallies)
        {
            journal.out().printf("%12d %14d  %s%n", tally.count, tally.bytes, tally.name);
        }
    }

    private void printJson()
    {
        printJson("all", all);
        Arrays.stream(types).filter(tally -> tally != null).forEach(tally -> printJson("type", tally));
        largest(topics, top).forEach(tally -> printJson("topic", tally));
        largest(clients, top).forEach(tally -> printJson("publisher", tally));
    }

    private void printJson(final String kind, final Tally tally)
    {
        final StringBuilder line = new StringBuilder();
        final FieldWriter fields = new FieldWriter(line, true).begin(kind, "").text("name", tally.name);
        fields.number("events", tally.count).number("bytes", tally.bytes).close();
        journal.out().println(line);
    }
}
