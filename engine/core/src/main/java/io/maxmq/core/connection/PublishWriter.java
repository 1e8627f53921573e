package io.maxmq.core.connection;

import io.maxmq.core.message.Message;
import io.maxmq.core.session.Outlet;
import io.maxmq.transport.buffer.WriteQueue;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PublishEncoder;

/**
 * Encodes PUBLISH packets into the write buffers of connections.
 * One per worker, used by its thread alone.
 */
final class PublishWriter
{
    private final PublishEncoder encoder = new PublishEncoder();

    int write(
        final Connection connection,
        final Message message,
        final int qos,
        final boolean retain,
        final boolean dup,
        final int packetId,
        final int[] ids,
        final int idCount,
        final long nowMs)
    {
        encoder.start(connection.version(), qos, dup, retain)
            .topic(message.topicBuffer(), message.topicOffset(), message.topicLength())
            .payload(message.payloadBuffer(), message.payloadOffset(), message.payloadLength());
        if (qos > 0)
        {
            encoder.packetId(packetId);
        }
        final OutboundAliases aliases = connection.terms().outboundAliases();
        int alias = 0;
        if (connection.version() == MqttVersion.V5)
        {
            alias = aliases == null ? 0 : alias(aliases, message);
            addProperties(message, ids, idCount, nowMs);
        }
        final int result = write(connection, message);
        if (alias != 0 && result != Outlet.WRITTEN)
        {
            aliases.undo();
        }
        return result;
    }

    private int alias(final OutboundAliases aliases, final Message message)
    {
        final int alias = aliases.aliasOf(message.topicBuffer(), message.topicOffset(), message.topicLength());
        if (alias != 0)
        {
            encoder.topicAlias(alias);
            if (!aliases.isNew())
            {
                encoder.topic(message.topicBuffer(), message.topicOffset(), 0);
            }
        }
        return alias;
    }

    private void addProperties(final Message message, final int[] ids, final int idCount, final long nowMs)
    {
        if (message.propertiesLength() > 0)
        {
            encoder.forwardProperties(
                message.propertiesBuffer(), message.propertiesOffset(), message.propertiesLength());
        }
        if (message.expiryDeadlineMs() != Message.NEVER)
        {
            encoder.messageExpirySeconds(message.remainingExpirySeconds(nowMs));
        }
        if (idCount > 0)
        {
            encoder.subscriptionIds(ids, idCount);
        }
    }

    private int write(final Connection connection, final Message message)
    {
        final int length = encoder.length();
        if (length > connection.terms().maximumPacketSize())
        {
            return Outlet.TOO_LARGE;
        }
        final WriteQueue queue = connection.output().queue();
        if (!connection.output().takesDelivery(length))
        {
            return Outlet.BLOCKED;
        }
        final int offset = queue.claim(length);
        if (offset == WriteQueue.REFUSED)
        {
            return Outlet.BLOCKED;
        }
        encoder.encode(queue.buffer(), offset);
        queue.commit(length);
        return Outlet.WRITTEN;
    }
}
