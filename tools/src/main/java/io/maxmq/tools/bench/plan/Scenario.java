package io.maxmq.tools.bench.plan;

import java.util.Locale;

/**
 * The shapes of load. Each has a name for the command line and the numbers used when no option says otherwise.
 */
public enum Scenario
{
    /** Publisher i to subscriber i, each on its own topic. */
    P2P("each publisher to its own subscriber", 32, 32, 0),
    /** Many publishers, one subscriber with a wildcard. */
    FAN_IN("many publishers to one subscriber with a wildcard filter", 500, 1, 0),
    /** One publisher, many subscribers of the same topic. */
    FAN_OUT("one publisher to many subscribers of the same topic", 1, 500, 0),
    /** A shared subscription. */
    SHARED("publishers to a shared subscription: every message to one member", 50, 10, 1),
    /** Connect, CONNACK, disconnect, again. */
    CONNECT("clients that connect and disconnect in a loop; latency is connect to CONNACK", 0, 50, 0),
    /** Connections that do nothing. */
    IDLE("connections that only exist; shows memory and CPU per connection", 0, 1000, 0),
    /** Subscribe to receive retained messages. */
    RETAINED("subscribers that fetch all retained messages again and again", 1, 10, 100),
    /** Persistent sessions that go offline and come back. */
    RESTART("persistent subscribers that go offline and return; nothing may be lost", 10, 10, 2);

    private final String description;
    private final int publishers;
    private final int subscribers;
    private final int detail;

    Scenario(final String description, final int publishers, final int subscribers, final int detail)
    {
        this.description = description;
        this.publishers = publishers;
        this.subscribers = subscribers;
        this.detail = detail;
    }

    /**
     * @param name as written on the command line.
     * @return the scenario, or null if there is none of this name.
     */
    public static Scenario find(final String name)
    {
        for (final Scenario scenario : values())
        {
            if (scenario.label().equals(name))
            {
                return scenario;
            }
        }
        return null;
    }

    /**
     * @return its name on the command line.
     */
    public String label()
    {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @return one line for the help page.
     */
    public String description()
    {
        return description;
    }

    /**
     * @return publishers unless told otherwise.
     */
    public int defaultPublishers()
    {
        return publishers;
    }

    /**
     * @return subscribers (or clients) unless told otherwise.
     */
    public int defaultSubscribers()
    {
        return subscribers;
    }

    /**
     * @return topics unless told otherwise; 0 means one per publisher.
     */
    public int defaultTopics()
    {
        return this == RETAINED ? detail : 0;
    }

    /**
     * @return the quality of service unless told otherwise.
     */
    public int defaultQos()
    {
        return this == RESTART || this == SHARED ? 1 : 0;
    }

    /**
     * @return whether publishers send messages that subscribers count.
     */
    public boolean hasTraffic()
    {
        return this != CONNECT && this != IDLE && this != RETAINED;
    }
}
