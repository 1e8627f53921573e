package io.maxmq.core.session;

/**
 * One subscription as its session remembers it.
 *
 * @param options        QoS, no local, retain as published, retain handling as in the SUBSCRIBE packet.
 * @param subscriptionId subscription identifier, 0 for none.
 * @param incarnation    which SUBSCRIBE made it: log sequence for a persistent session, a counter for a clean one.
 * @param index          position of the filter within that SUBSCRIBE.
 * @param memory         bytes it takes, see {@link SessionMemory#ofSubscription}.
 */
public record SessionSubscription(int options, int subscriptionId, long incarnation, int index, int memory)
{
}
