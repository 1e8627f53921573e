package io.maxmq.core.connection;

import io.maxmq.transport.buffer.FrameHandler.Action;
import io.maxmq.transport.codec.FrameDecoder;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PingEncoder;
import io.maxmq.transport.codec.Violation;
import org.agrona.DirectBuffer;

/**
 * Gives each packet to the flow that understands it. One per worker, used by its thread alone.
 */
public final class PacketDispatcher
{
    private static final int TYPE_SHIFT = 4;
    private static final int FLAGS_MASK = 0xF;

    private final ConnectFlow connects;
    private final AuthenticationFlow authentication;
    private final PublishFlow publishes;
    private final SubscribeFlow subscribes;
    private final UnsubscribeFlow unsubscribes;
    private final CloseFlow closes;

    public PacketDispatcher(
        final ConnectFlow connects,
        final AuthenticationFlow authentication,
        final PublishFlow publishes,
        final SubscribeFlow subscribes,
        final UnsubscribeFlow unsubscribes,
        final CloseFlow closes)
    {
        this.connects = connects;
        this.authentication = authentication;
        this.publishes = publishes;
        this.subscribes = subscribes;
        this.unsubscribes = unsubscribes;
        this.closes = closes;
    }

    Action onFrame(final Connection connection, final DirectBuffer buffer, final int offset, final int length)
    {
        final int first = buffer.getByte(offset) & 0xFF;
        final int type = first >> TYPE_SHIFT;
        final int flags = first & FLAGS_MASK;
        final int body = FrameDecoder.bodyOffset(offset, length);
        final int bodyLength = offset + length - body;
        return connection.state() == Connection.State.CONNECTED ?
            onConnected(connection, type, flags, buffer, body, bodyLength) :
            onUnconnected(connection, type, flags, buffer, body, bodyLength);
    }

    private Action onConnected(
        final Connection connection, final int type, final int flags,
        final DirectBuffer buffer, final int offset, final int length)
    {
        switch (type)
        {
            case PacketType.PUBLISH:
                return connection.input().isSubscribing() ? connection.input().holdBack() :
                    publishes.onPublish(connection, buffer, offset, length, flags);

            case PacketType.PUBACK:
            case PacketType.PUBREC:
            case PacketType.PUBREL:
            case PacketType.PUBCOMP:
                return publishes.onAck(connection, type, buffer, offset, length, flags);

            case PacketType.SUBSCRIBE:
                return subscribes.onSubscribe(connection, buffer, offset, length, flags);

            case PacketType.UNSUBSCRIBE:
                return unsubscribes.onUnsubscribe(connection, buffer, offset, length, flags);

            case PacketType.PINGREQ:
                return onPing(connection, flags, length);

            case PacketType.DISCONNECT:
                return closes.onDisconnect(connection, buffer, offset, length, flags);

            case PacketType.AUTH:
                return authentication.onAuth(connection, buffer, offset, length, flags);

            case PacketType.CONNECT:
                return connection.violation(Violation.SECOND_CONNECT);

            default:
                return connection.violation(
                    type == 0 ? Violation.RESERVED_TYPE : Violation.NOT_ALLOWED_FROM_CLIENT);
        }
    }

    private Action onUnconnected(
        final Connection connection, final int type, final int flags,
        final DirectBuffer buffer, final int offset, final int length)
    {
        if (connection.state() == Connection.State.OPENING && type == PacketType.CONNECT)
        {
            return connects.onConnect(connection, buffer, offset, length, flags);
        }
        if (connection.state() == Connection.State.AUTHENTICATING && type == PacketType.AUTH)
        {
            return authentication.onAuth(connection, buffer, offset, length, flags);
        }
        if (connection.state() == Connection.State.OPENING_SESSION)
        {
            return Action.RETRY;
        }
        return connection.violation(
            type == PacketType.CONNECT ? Violation.SECOND_CONNECT : Violation.BEFORE_CONNECT);
    }

    private static Action onPing(final Connection connection, final int flags, final int length)
    {
        if (flags != 0 || length != 0)
        {
            return connection.violation(flags != 0 ? Violation.RESERVED_FLAGS : Violation.TRAILING_BYTES);
        }
        final int offset = connection.output().claim(PingEncoder.LENGTH);
        if (offset >= 0)
        {
            connection.output().commit(PingEncoder.encodeResponse(connection.output().buffer(), offset));
        }
        return Action.CONTINUE;
    }

    void refuseConnect(final Connection connection, final int reasonCode, final String reason)
    {
        connects.refuse(connection, reasonCode, reason);
    }
}
