package io.maxmq.tools.journal;

import io.maxmq.journal.chronicle.JournalReader;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import io.maxmq.tools.client.Filters;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The options that say which events are wanted. All that are given must hold; of one that is given several times, one
 * must.
 */
final class EventFilter
{
    @Option(names = {"-c", "--client"}, paramLabel = "ID",
        description = "Events about the session of this client; may be repeated.")
    private List<String> clients = new ArrayList<>();

    @Option(names = {"-t", "--topic"}, paramLabel = "FILTER", description =
        "Events about messages to topics that match, and about subscriptions to this filter; may be repeated.")
    private List<String> topics = new ArrayList<>();

    @Option(names = {"-T", "--type"}, paramLabel = "TYPE", split = ",", converter = TypeConverter.class,
        description = "Events of this type, such as MESSAGE; may be repeated.")
    private List<Integer> types = new ArrayList<>();

    @Option(names = "--worker", paramLabel = "N", description = "Events that concern this worker.")
    private Integer worker;

    @Option(names = "--from", paramLabel = "PLACE", converter = Place.Converter.class,
        description = "Events from here on: " + Place.HELP + ".")
    private Place from;

    @Option(names = "--to", paramLabel = "PLACE", converter = Place.Converter.class,
        description = "Events up to here, this one included.")
    private Place to;

    private final ClientNames names = new ClientNames();
    private EventSubjects subjects;

    /** Event types by name. */
    static final class TypeConverter implements picocli.CommandLine.ITypeConverter<Integer>
    {
        @Override
        public Integer convert(final String text)
        {
            final String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
            for (int type = 1; type <= EventType.LOST; type++)
            {
                if (EventType.isKnown(type) && EventType.name(type).equals(name))
                {
                    return type;
                }
            }
            throw new TypeConversionException("'" + text + "' is no type of events; there are " + all());
        }

        private static String all()
        {
            final List<String> all = new ArrayList<>();
            for (int type = 1; type <= EventType.LOST; type++)
            {
                if (EventType.isKnown(type))
                {
                    all.add(EventType.name(type));
                }
            }
            return String.join(", ", all);
        }
    }

    /** Before the first event. */
    void attach(final JournalReader reader)
    {
        subjects = new EventSubjects(reader.tail());
    }

    ClientNames names()
    {
        return names;
    }

    EventSubjects subjects()
    {
        return subjects;
    }

    /** Whether no later event can be wanted. */
    boolean isOver(final long sequence, final long timeMs)
    {
        return to != null && to.isBefore(sequence, timeMs);
    }

    /** Takes note of the event, which comes in order, and says whether it is wanted. */
    boolean matches(final DirectBuffer buffer, final int offset, final int length)
    {
        names.observe(buffer, offset, length);
        return !isTooEarly(buffer, offset) && isOfType(buffer, offset) && concernsWorker(buffer, offset) &&
            isAbout(buffer, offset, length);
    }

    private boolean isTooEarly(final DirectBuffer buffer, final int offset)
    {
        return from != null &&
            from.isAfter(EventHeader.sequence(buffer, offset), EventHeader.timestampMs(buffer, offset));
    }

    private boolean isOfType(final DirectBuffer buffer, final int offset)
    {
        return types.isEmpty() || types.contains(EventHeader.type(buffer, offset));
    }

    private boolean concernsWorker(final DirectBuffer buffer, final int offset)
    {
        return worker == null || (EventHeader.workers(buffer, offset) & 1L << worker) != 0;
    }

    private boolean isAbout(final DirectBuffer buffer, final int offset, final int length)
    {
        if (clients.isEmpty() && topics.isEmpty())
        {
            return true;
        }
        subjects.of(buffer, offset, length, !topics.isEmpty());
        return isAboutClient() && isAboutTopic();
    }

    private boolean isAboutClient()
    {
        boolean found = clients.isEmpty() || clients.contains(subjects.client());
        final LongArrayList sessions = subjects.sessions();
        for (int i = 0; i < sessions.size() && !found; i++)
        {
            found = clients.contains(names.of(sessions.getLong(i)));
        }
        return found;
    }

    private boolean isAboutTopic()
    {
        return topics.isEmpty() || subjects.filters().stream().anyMatch(topics::contains) ||
            subjects.topics().stream().anyMatch(this::isTopicWanted);
    }

    /** Whether messages to a topic are wanted. */
    boolean isTopicWanted(final String topic)
    {
        return topics.isEmpty() || topics.stream().anyMatch(filter -> Filters.matches(filter, topic));
    }

    /** Whether a client is wanted. */
    boolean isClientWanted(final String client)
    {
        return clients.isEmpty() || clients.contains(client);
    }

    /** Whether clients or topics were named. */
    boolean isEverything()
    {
        return clients.isEmpty() && topics.isEmpty();
    }

    /** Whether a begin, an end, types or a worker were given. */
    boolean isBounded()
    {
        return from != null || to != null || !types.isEmpty() || worker != null;
    }

    boolean namesClients()
    {
        return !clients.isEmpty();
    }

    boolean namesTopics()
    {
        return !topics.isEmpty();
    }
}
