package io.maxmq.tools.bench.relay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who gets the messages of a topic. A route is found once per topic and kept until subscriptions change.
 */
final class Routes
{
    private static final String SHARE = "$share/";

    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Map<String, Route> routes = new HashMap<>();
    private int version;

    private record Subscription(RelayConnection connection, String filter, String group)
    {
    }

    /** The receivers of one topic: single subscribers, and shared groups whose members take turns. */
    static final class Route
    {
        private final RelayConnection[] singles;
        private final RelayConnection[][] groups;
        private final int[] turns;

        private Route(final List<RelayConnection> singles, final Map<String, List<RelayConnection>> groups)
        {
            this.singles = singles.toArray(new RelayConnection[0]);
            this.groups = groups.values().stream()
                .map(members -> members.toArray(new RelayConnection[0])).toArray(RelayConnection[][]::new);
            this.turns = new int[this.groups.length];
        }

        int size()
        {
            return singles.length + groups.length;
        }

        RelayConnection next(final int index)
        {
            if (index < singles.length)
            {
                return singles[index];
            }
            final int group = index - singles.length;
            final RelayConnection[] members = groups[group];
            turns[group] = turns[group] + 1 >= members.length ? 0 : turns[group] + 1;
            return members[turns[group]];
        }
    }

    /** Changes whenever kept routes are out of date. */
    int version()
    {
        return version;
    }

    void subscribe(final RelayConnection connection, final String filter)
    {
        if (filter.startsWith(SHARE))
        {
            final int end = filter.indexOf('/', SHARE.length());
            subscriptions.add(new Subscription(connection, filter.substring(end + 1), filter.substring(0, end)));
        }
        else
        {
            subscriptions.add(new Subscription(connection, filter, null));
        }
        changed();
    }

    void remove(final RelayConnection connection)
    {
        if (subscriptions.removeIf(subscription -> subscription.connection == connection))
        {
            changed();
        }
    }

    Route find(final String topic)
    {
        return routes.computeIfAbsent(topic, this::match);
    }

    private void changed()
    {
        routes.clear();
        version++;
    }

    private Route match(final String topic)
    {
        final List<RelayConnection> singles = new ArrayList<>();
        final Map<String, List<RelayConnection>> groups = new HashMap<>();
        for (final Subscription subscription : subscriptions)
        {
            if (!matches(subscription.filter, topic))
            {
                continue;
            }
            if (subscription.group == null)
            {
                singles.add(subscription.connection);
            }
            else
            {
                groups.computeIfAbsent(subscription.group, group -> new ArrayList<>()).add(subscription.connection);
            }
        }
        return new Route(singles, groups);
    }

    private static boolean matches(final String filter, final String topic)
    {
        final String[] wanted = filter.split("/", -1);
        final String[] levels = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++)
        {
            if ("#".equals(wanted[i]))
            {
                return true;
            }
            if (i >= levels.length || !"+".equals(wanted[i]) && !wanted[i].equals(levels[i]))
            {
                return false;
            }
        }
        return wanted.length == levels.length;
    }
}
