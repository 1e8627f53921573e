package io.maxmq.tools.journal;

import io.maxmq.core.session.Session;
import io.maxmq.core.state.StateFilter;
import io.maxmq.journal.chronicle.JournalReader;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.server.replay.JournalState;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Callable;

/**
 * {@code maxmq journal replay}: what a broker's state was at some place of its journal, by the same code that the broker
 * runs; or, with {@code --broker}, the messages of a stretch once more to a broker.
 */
@Command(
    name = "replay",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Show the state of the broker as of a place of its journal (sessions, subscriptions, queues, retained " +
        "messages), or publish the messages of a stretch to a broker once more.",
    footerHeading = "%nExit codes: ",
    footer = "0 done, 1 wrong command line, 2 the broker refused, 3 no connection, 4 connection lost, 5 no journal or " +
        "not readable, 7 the journal is damaged.%n")
final class ReplayCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private JournalOptions journal;

    @Option(names = "--at", paramLabel = "PLACE", converter = Place.Converter.class,
        description = "State as of here, this event included: " + Place.HELP + ". Default: the end.")
    private Place at;

    @Mixin
    private EventFilter filter;

    @ArgGroup(validate = false, heading = "%nTo a broker:%n")
    private BrokerOptions broker = new BrokerOptions();

    @Override
    public Integer call() throws Exception
    {
        return journal.report(this::run);
    }

    private int run() throws Exception
    {
        if (at != null && broker.isGiven())
        {
            throw new ParameterException(spec.commandLine(), "--at shows the state; with --broker give --from and --to");
        }
        final JournalReader reader = journal.open();
        if (broker.isGiven())
        {
            filter.attach(reader);
            new MessageReplay(reader, filter, broker, journal).run();
        }
        else
        {
            show(reader);
        }
        return journal.complain(reader);
    }

    private void show(final JournalReader reader) throws IOException, JournalFailure
    {
        if (filter.isBounded())
        {
            throw new ParameterException(
                spec.commandLine(), "the state is as of one place: give it with --at, --client and --topic besides");
        }
        final long sequence = at == null ? reader.lastSequence() : placeOf(reader, at);
        if (sequence < reader.snapshotSequence())
        {
            throw new JournalFailure(JournalExit.USAGE, "the state at event " + sequence + " is not known any more: the " +
                "journal's snapshot is as of event " + reader.snapshotSequence() + "; give that or a later place");
        }
        try (JournalState state = JournalState.open(reader))
        {
            state.foldTo(sequence);
            final StringBuilder line = new StringBuilder();
            if (!journal.json())
            {
                journal.out().println("# as of event " + sequence + " of " + reader.firstSequence() + " to " +
                    reader.lastSequence() + ", " + time(reader, sequence));
            }
            state.dump().where(wanted()).write(journal.json(), text ->
            {
                line.setLength(0);
                journal.out().println(line.append(text));
            });
        }
    }

    /** The last event at or before a place. */
    private static long placeOf(final JournalReader reader, final Place place)
    {
        if (!place.isTime())
        {
            return Math.min(place.sequence(), reader.lastSequence());
        }
        final long[] found = {reader.firstSequence() - 1};
        reader.forEach(reader.firstSequence(), (sequence, buffer, offset, length) ->
        {
            final boolean isBefore = EventHeader.timestampMs(buffer, offset) <= place.timeMs();
            found[0] = isBefore ? sequence : found[0];
            return isBefore;
        });
        return found[0];
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

    private StateFilter wanted()
    {
        return new StateFilter()
        {
            @Override
            public boolean everything()
            {
                return filter.isEverything();
            }

            @Override
            public boolean session(final Session session)
            {
                return filter.namesClients() ?
                    filter.isClientWanted(new String(session.key().clientId(), StandardCharsets.UTF_8)) :
                    !filter.namesTopics();
            }

            @Override
            public boolean topic(final int tenant, final String topic)
            {
                return filter.namesTopics() ? filter.isTopicWanted(topic) : !filter.namesClients();
            }
        };
    }
}
