package io.maxmq.core.connection;

import io.maxmq.core.MqttLimits;
import io.maxmq.core.session.Session;
import io.maxmq.transport.buffer.WriteQueue;
import io.maxmq.transport.codec.ConnackEncoder;
import io.maxmq.transport.codec.ConnectDecoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.ReasonCode;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes CONNACK (MQTT-3.2): what the broker offers and has settled, or why it refuses. One per worker, used by its
 * thread alone.
 */
final class ConnackWriter
{
    private final MqttLimits limits;
    private final ConnackEncoder encoder = new ConnackEncoder();

    ConnackWriter(final MqttLimits limits)
    {
        this.limits = limits;
    }

    /**
     * Accepts a CONNECT.
     *
     * @param connection     of the client.
     * @param session        opened for it.
     * @param sessionPresent whether it was there before (MQTT-3.2.2-2).
     * @param connect        its CONNECT.
     */
    void accept(
        final Connection connection, final Session session, final boolean sessionPresent, final ConnectDecoder connect)
    {
        encoder.start(connection.version(), ReasonCode.SUCCESS, sessionPresent);
        if (connection.version() == MqttVersion.V5)
        {
            addCapabilities();
            addSettled(connection, session, connect);
            addAuthentication(connection.handshake());
        }
        send(connection);
    }

    private void addCapabilities()
    {
        encoder.receiveMaximum(limits.receiveMaximum())
            .maximumQos(limits.maximumQos())
            .retainAvailable(limits.retainAvailable())
            .maximumPacketSize(limits.maximumPacketSize())
            .topicAliasMaximum(limits.topicAliasMaximum())
            .wildcardSubscriptionAvailable(limits.wildcardAvailable())
            .subscriptionIdentifierAvailable(limits.subscriptionIdsAvailable())
            .sharedSubscriptionAvailable(limits.sharedAvailable());
    }

    /** What is not as the client has asked. */
    private void addSettled(final Connection connection, final Session session, final ConnectDecoder connect)
    {
        if (session.expirySeconds() != connect.sessionExpirySeconds())
        {
            encoder.sessionExpirySeconds(session.expirySeconds());
        }
        final int keepAliveSeconds = connection.terms().keepAliveMs() / 1000;
        if (keepAliveSeconds != connect.keepAliveSeconds())
        {
            encoder.serverKeepAliveSeconds(keepAliveSeconds);
        }
        if (connection.handshake().isAssignedId())
        {
            encoder.assignedClientId(connection.client().clientId());
        }
    }

    private void addAuthentication(final Handshake handshake)
    {
        if (handshake.method() != null)
        {
            encoder.authenticationMethod(handshake.method());
            if (handshake.data() != null)
            {
                encoder.authenticationData(new UnsafeBuffer(handshake.data()), 0, handshake.data().length);
            }
        }
    }

    /**
     * Tells a client why its CONNECT is refused (MQTT-3.2.2.2, 3.2.2-7), as the last that it hears. A 3.x client is told
     * only what its version has a return code for (3.1.1: MQTT-3.2.2-6).
     *
     * @param connection of the client.
     * @param anyCode    of MQTT 5, of any packet.
     * @param reason     for the client to read, or null; left out where the client takes no packet as long
     *                   (MQTT-3.2.2-19).
     */
    void refuse(final Connection connection, final int anyCode, final String reason)
    {
        final int reasonCode = ReasonCode.inConnack(anyCode);
        connection.close();
        if (connection.version() == MqttVersion.V5 || hasReturnCode(reasonCode))
        {
            encoder.start(connection.version(), reasonCode, false);
            if (connection.version() == MqttVersion.V5 && reason != null && connection.terms().problemInformation())
            {
                encoder.reasonString(reason);
                if (encoder.length() > connection.terms().maximumPacketSize())
                {
                    encoder.start(connection.version(), reasonCode, false);
                }
            }
            send(connection);
        }
    }

    private static boolean hasReturnCode(final int reasonCode)
    {
        switch (reasonCode)
        {
            case ReasonCode.UNSUPPORTED_PROTOCOL_VERSION:
            case ReasonCode.CLIENT_IDENTIFIER_NOT_VALID:
            case ReasonCode.BAD_USER_NAME_OR_PASSWORD:
            case ReasonCode.BAD_AUTHENTICATION_METHOD:
            case ReasonCode.NOT_AUTHORIZED:
            case ReasonCode.BANNED:
            case ReasonCode.SERVER_UNAVAILABLE:
            case ReasonCode.SERVER_BUSY:
            case ReasonCode.QUOTA_EXCEEDED:
            case ReasonCode.CONNECTION_RATE_EXCEEDED:
                return true;

            default:
                return false;
        }
    }

    private void send(final Connection connection)
    {
        final int offset = connection.output().claim(encoder.length());
        if (offset != WriteQueue.REFUSED)
        {
            connection.output().commit(encoder.encode(connection.output().buffer(), offset));
        }
    }
}
