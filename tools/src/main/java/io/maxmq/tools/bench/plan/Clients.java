package io.maxmq.tools.bench.plan;

/**
 * How many clients and topics.
 *
 * @param publishers        that send.
 * @param subscribers       that receive; in the idle and storm scenarios all clients.
 * @param topics            0: one per publisher.
 * @param groups            of a shared subscription.
 * @param backgroundClients idle clients beside the others.
 * @param backgroundFilters subscriptions of those clients, in total, that match nothing.
 */
public record Clients(
    int publishers, int subscribers, int topics, int groups, int backgroundClients, int backgroundFilters)
{
}
