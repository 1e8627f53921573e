package io.maxmq.tools.bench;

import io.maxmq.tools.bench.plan.Clients;
import io.maxmq.tools.bench.plan.Scenario;

/**
 * How many messages a publisher keeps under way unless told otherwise. Brokers drop messages for a receiver that falls
 * behind by more than a bound (mosquitto 1,000 messages, FlashMQ 512 of QoS 1 and 2 and 1 MiB of QoS 0), so in a closed
 * loop the windows of all publishers that one receiver hears stay below that together. A client of MQTT 3.1.1 is not
 * told how much it may have in flight; mosquitto loses QoS 2 messages above 20.
 */
final class Windows
{
    /** In an open loop: enough never to delay a message unless the broker stands still. */
    static final int OPEN_LOOP = 256;

    private static final int MAX = 64;
    private static final int MAX_QOS_2 = 20;
    private static final int MAX_QOS_0_PER_RECEIVER = 4096;
    private static final int MAX_ACKNOWLEDGED_PER_RECEIVER = 160;
    private static final int MAX_BYTES_PER_RECEIVER = 512 * 1024;
    private static final int HEADER_BYTES = 40;

    private Windows()
    {
    }

    /**
     * @param scenario     to run.
     * @param clients      of it.
     * @param qos          of the messages.
     * @param payloadBytes of each.
     * @return messages in flight per publisher, at least 1.
     */
    static int closedLoop(final Scenario scenario, final Clients clients, final int qos, final int payloadBytes)
    {
        final int subscribers = Math.max(1, clients.subscribers());
        final int heard = switch (scenario)
        {
            case FAN_IN, FAN_OUT -> clients.publishers();
            case SHARED -> (clients.publishers() * Math.max(1, clients.groups()) + subscribers - 1) / subscribers;
            default -> Math.max(1, clients.publishers() / subscribers);
        };
        final int messages = qos == 0 ? MAX_QOS_0_PER_RECEIVER : MAX_ACKNOWLEDGED_PER_RECEIVER;
        final int bytes = MAX_BYTES_PER_RECEIVER / (payloadBytes + HEADER_BYTES);
        return Math.max(1, Math.min(qos == 2 ? MAX_QOS_2 : MAX, Math.min(messages, bytes) / Math.max(1, heard)));
    }
}
