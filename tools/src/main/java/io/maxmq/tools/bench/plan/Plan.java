package io.maxmq.tools.bench.plan;

import java.util.List;

/**
 * Who connects, who publishes on which topics, and who must receive what. Immutable; shared by all engines.
 */
public final class Plan
{
    private final Settings settings;
    private final String[] topicOfLane;
    private final int[] publisherOfLane;
    private final int deliveriesPerMessage;
    private final List<ClientSpec> clients;

    Plan(
        final Settings settings,
        final String[] topicOfLane,
        final int[] publisherOfLane,
        final int deliveriesPerMessage,
        final List<ClientSpec> clients)
    {
        this.settings = settings;
        this.topicOfLane = topicOfLane;
        this.publisherOfLane = publisherOfLane;
        this.deliveriesPerMessage = deliveriesPerMessage;
        this.clients = List.copyOf(clients);
    }

    /**
     * @return what it was made from.
     */
    public Settings settings()
    {
        return settings;
    }

    /**
     * @return the number of lanes: pairs of publisher and topic.
     */
    public int lanes()
    {
        return topicOfLane.length;
    }

    /**
     * @param lane from 0.
     * @return its topic.
     */
    public String topic(final int lane)
    {
        return topicOfLane[lane];
    }

    /**
     * @param lane from 0.
     * @return the index of its publisher.
     */
    public int publisher(final int lane)
    {
        return publisherOfLane[lane];
    }

    /**
     * @return how many receivers (subscribers, or shared groups) every message has.
     */
    public int deliveriesPerMessage()
    {
        return deliveriesPerMessage;
    }

    /**
     * @return all clients in the order in which they connect.
     */
    public List<ClientSpec> clients()
    {
        return clients;
    }

    /**
     * @param role to count.
     * @return how many clients have it.
     */
    public int count(final Role role)
    {
        return (int)clients.stream().filter(client -> client.role() == role).count();
    }
}
