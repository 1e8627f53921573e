package io.maxmq.tools.bench.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes the plan of a run from its settings. Clients connect in the order background, subscribers, publishers, so that
 * nothing is published before its receivers are there. A publisher, its own subscriber, and the members of one shared
 * group are placed on one engine.
 */
public final class Planner
{
    private static final int MAX_EXACT_FILTERS = 64;

    private final Settings settings;
    private final Clients counts;
    private final String root;
    private final List<ClientSpec> clients = new ArrayList<>();

    private Planner(final Settings settings)
    {
        this.settings = settings;
        this.counts = settings.clients();
        this.root = settings.topicPrefix() + '/' + Integer.toHexString(settings.runTag());
    }

    /**
     * Make a plan.
     *
     * @param settings of the run.
     * @return the plan.
     * @throws IllegalArgumentException if the settings contradict each other.
     */
    public static Plan plan(final Settings settings)
    {
        return new Planner(settings).plan();
    }

    private Plan plan()
    {
        addBackground();
        return switch (settings.scenario())
        {
            case P2P, RESTART -> pairs();
            case FAN_IN -> everybodyHearsAll(true);
            case FAN_OUT -> everybodyHearsAll(false);
            case SHARED -> shared();
            case RETAINED -> retained();
            case CONNECT -> lonely(Role.STORM, "storm");
            case IDLE -> lonely(Role.IDLE, "idle");
        };
    }

    private Plan pairs()
    {
        final int publishers = counts.publishers();
        final int subscribers = counts.subscribers();
        require(subscribers % publishers == 0 || publishers % subscribers == 0,
            "publishers and subscribers must be multiples of each other");
        require(counts.topics() == 0 || counts.topics() % publishers == 0,
            "topics must be a multiple of the publishers");
        final int lanesEach = lanesPerPublisher();
        for (int i = 0; i < subscribers; i++)
        {
            final int firstPublisher = (int)((long)i * publishers / subscribers);
            final int heard = Math.max(1, publishers / subscribers);
            final int firstLane = firstPublisher * lanesEach;
            final int lanes = heard * lanesEach;
            addSubscriber(subscriber(), i, exact(firstLane, lanes), firstLane, lanes, i, firstPublisher);
        }
        addPublishers(Role.PUBLISHER, lanesEach);
        return finish(lanesEach, Math.max(1, subscribers / publishers));
    }

    private Plan everybodyHearsAll(final boolean isWildcard)
    {
        final int lanesEach = lanesPerPublisher();
        final int lanes = lanesEach * counts.publishers();
        final int topics = topicCount(lanesEach);
        final List<String> filters =
            isWildcard || topics > MAX_EXACT_FILTERS ? List.of(root + "/t/#") : exact(0, topics);
        for (int i = 0; i < counts.subscribers(); i++)
        {
            addSubscriber(subscriber(), i, filters, 0, lanes, i, i);
        }
        addPublishers(Role.PUBLISHER, lanesEach);
        return finish(lanesEach, counts.subscribers());
    }

    private Plan shared()
    {
        final int groups = Math.max(1, counts.groups());
        require(counts.subscribers() >= groups, "a group needs at least one subscriber");
        final int lanesEach = lanesPerPublisher();
        for (int i = 0; i < counts.subscribers(); i++)
        {
            final int group = i % groups;
            final List<String> filters = List.of("$share/g" + group + '/' + root + "/t/#");
            addSubscriber(subscriber(), i, filters, 0, lanesEach * counts.publishers(), group, group);
        }
        addPublishers(Role.PUBLISHER, lanesEach);
        return finish(lanesEach, groups);
    }

    private Plan retained()
    {
        final int lanesEach = lanesPerPublisher();
        final int lanes = lanesEach * counts.publishers();
        require(counts.topics() == 0 || counts.topics() == lanes, "topics must be a multiple of the publishers");
        for (int i = 0; i < counts.subscribers(); i++)
        {
            addSubscriber(Role.RETAINED_SUBSCRIBER, i, List.of(root + "/t/#"), 0, lanes, i, i);
        }
        addPublishers(Role.RETAINED_PUBLISHER, lanesEach);
        return finish(lanesEach, counts.subscribers());
    }

    private Plan lonely(final Role role, final String name)
    {
        for (int i = 0; i < counts.subscribers(); i++)
        {
            clients.add(new ClientSpec(role, i, clientId(name, i), List.of(), 0, 0, -1, i % settings.threads()));
        }
        return new Plan(settings, new String[0], new int[0], 1, clients);
    }

    private Plan finish(final int lanesEach, final int deliveriesPerMessage)
    {
        final int lanes = counts.publishers() * lanesEach;
        final int topics = topicCount(lanesEach);
        final String[] topicOfLane = new String[lanes];
        final int[] publisherOfLane = new int[lanes];
        for (int lane = 0; lane < lanes; lane++)
        {
            topicOfLane[lane] = topic(lane % topics);
            publisherOfLane[lane] = lane / lanesEach;
        }
        return new Plan(settings, topicOfLane, publisherOfLane, deliveriesPerMessage, clients);
    }

    private void addSubscriber(
        final Role role,
        final int index,
        final List<String> filters,
        final int firstLane,
        final int laneCount,
        final int group,
        final int neighbour)
    {
        clients.add(new ClientSpec(
            role, index, clientId("sub", index), filters, firstLane, laneCount, group, neighbour % settings.threads()));
    }

    private void addPublishers(final Role role, final int lanesEach)
    {
        for (int i = 0; i < counts.publishers(); i++)
        {
            clients.add(new ClientSpec(
                role, i, clientId("pub", i), List.of(), i * lanesEach, lanesEach, -1, i % settings.threads()));
        }
    }

    private void addBackground()
    {
        final int filters = counts.backgroundFilters();
        final int total = filters > 0 ? Math.max(1, counts.backgroundClients()) : counts.backgroundClients();
        for (int i = 0; i < total; i++)
        {
            final int from = (int)((long)filters * i / total);
            final int to = (int)((long)filters * (i + 1) / total);
            final List<String> mine = new ArrayList<>(to - from);
            for (int k = from; k < to; k++)
            {
                mine.add(root + "/background/" + k % 100 + '/' + k + (k % 10 == 0 ? "/+" : "/state"));
            }
            clients.add(
                new ClientSpec(Role.IDLE, i, clientId("bg", i), mine, 0, 0, -1, i % settings.threads()));
        }
    }

    private Role subscriber()
    {
        return settings.traffic().isPersistent() ? Role.PERSISTENT_SUBSCRIBER : Role.SUBSCRIBER;
    }

    private int lanesPerPublisher()
    {
        require(counts.publishers() > 0 && counts.subscribers() > 0, "publishers and subscribers must be positive");
        return Math.max(1, counts.topics() / counts.publishers());
    }

    private int topicCount(final int lanesEach)
    {
        final int lanes = lanesEach * counts.publishers();
        return counts.topics() == 0 ? lanes : Math.min(lanes, counts.topics());
    }

    private List<String> exact(final int firstTopic, final int count)
    {
        final List<String> filters = new ArrayList<>(count);
        for (int i = firstTopic; i < firstTopic + count; i++)
        {
            filters.add(topic(i));
        }
        return filters;
    }

    private String topic(final int index)
    {
        return root + "/t/" + index;
    }

    private String clientId(final String role, final int index)
    {
        return "bench-" + Integer.toHexString(settings.runTag()) + '-' + role + '-' + index;
    }

    private static void require(final boolean condition, final String message)
    {
        if (!condition)
        {
            throw new IllegalArgumentException(message);
        }
    }
}
