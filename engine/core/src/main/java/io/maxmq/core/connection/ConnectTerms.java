package io.maxmq.core.connection;

import io.maxmq.core.MqttLimits;
import io.maxmq.transport.codec.ConnectDecoder;

/**
 * What CONNECT has settled between client and broker. Immutable, but for the aliases that come into use.
 *
 * @param receiveMaximum     unacknowledged QoS 1 and 2 messages that may be sent (MQTT-3.3.4-9).
 * @param maximumPacketSize  largest packet that may be sent (MQTT-3.1.2-24).
 * @param problemInformation whether reason strings may be sent (MQTT-3.1.2-29).
 * @param keepAliveMs        0 for none.
 * @param bridge             whether the client is a bridge of another broker, as Mosquitto's say in 3.x: it gets no
 *                           message back that it has sent, and others with the retain flag that they were sent with.
 * @param outboundAliases    towards the client, or null where it takes none.
 */
record ConnectTerms(
    int receiveMaximum,
    int maximumPacketSize,
    boolean problemInformation,
    int keepAliveMs,
    boolean bridge,
    OutboundAliases outboundAliases)
{
    /** Before CONNECT has been read. */
    static final ConnectTerms UNKNOWN = new ConnectTerms(0, Integer.MAX_VALUE, true, 0, false, null);

    static ConnectTerms of(final ConnectDecoder connect, final MqttLimits limits, final int keepAliveSeconds)
    {
        final int aliases = Math.min(connect.topicAliasMaximum(), limits.outboundTopicAliases());
        return new ConnectTerms(
            Math.min(connect.receiveMaximum(), limits.maximumInFlight()),
            connect.maximumPacketSize() == 0 ?
                Integer.MAX_VALUE : (int)Math.min(connect.maximumPacketSize(), Integer.MAX_VALUE),
            connect.requestProblemInformation(),
            keepAliveSeconds * 1000,
            connect.isBridge(),
            aliases == 0 ? null : new OutboundAliases(aliases));
    }
}
