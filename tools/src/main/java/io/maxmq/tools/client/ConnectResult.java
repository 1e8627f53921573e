package io.maxmq.tools.client;

import io.maxmq.transport.codec.ConnackDecoder;

/**
 * What the broker answered to CONNECT when it accepted it (section 3.2).
 *
 * @param sessionPresent    whether it kept a session of this client.
 * @param assignedClientId  where the client left it to the broker; else null.
 * @param keepAliveSeconds  to use; 0 for none.
 * @param receiveMaximum    QoS 1 and 2 messages at once.
 * @param maximumQos        0 to 2.
 * @param retainAvailable   capability.
 * @param maximumPacketSize bytes; 0 for no limit.
 * @param topicAliasMaximum towards the broker.
 */
public record ConnectResult(
    boolean sessionPresent,
    String assignedClientId,
    int keepAliveSeconds,
    int receiveMaximum,
    int maximumQos,
    boolean retainAvailable,
    long maximumPacketSize,
    int topicAliasMaximum)
{

    static ConnectResult of(final ConnackDecoder connack, final Frame frame, final int requestedKeepAlive)
    {
        final int serverKeepAlive = connack.serverKeepAliveSeconds();
        return new ConnectResult(
            connack.sessionPresent(),
            frame.text(connack.assignedClientIdOffset(), connack.assignedClientIdLength()),
            serverKeepAlive < 0 ? requestedKeepAlive : serverKeepAlive,
            connack.receiveMaximum(),
            connack.maximumQos(),
            connack.retainAvailable(),
            connack.maximumPacketSize(),
            connack.topicAliasMaximum());
    }
}
