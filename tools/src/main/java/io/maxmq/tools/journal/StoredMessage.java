package io.maxmq.tools.journal;

import io.maxmq.journal.event.MessageEvent;
import io.maxmq.journal.event.MessageFlyweight;
import io.maxmq.tools.client.Message;
import io.maxmq.tools.client.MessageProperties;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PublishDecoder;
import io.maxmq.transport.codec.PublishEncoder;
import io.maxmq.transport.codec.UserPropertyCursor;
import io.maxmq.transport.codec.Violation;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** Makes of a stored message one that can be published again. Reused; not thread-safe. */
final class StoredMessage
{
    private static final int FIXED_HEADER = 1;

    private final MessageFlyweight block = new MessageFlyweight();
    private final PublishEncoder encoder = new PublishEncoder();
    private final PublishDecoder decoder = new PublishDecoder();
    private final UserPropertyCursor userProperties = new UserPropertyCursor();
    private final MutableDirectBuffer scratch = new ExpandableArrayBuffer(256);

    /**
     * @param event  that stores it.
     * @param prefix of the topic.
     * @return as it was published, with what is left of its expiry interval; null where nothing is left.
     */
    Message of(final MessageEvent event, final String prefix)
    {
        final DirectBuffer buffer = event.buffer();
        block.wrap(buffer, event.messageOffset());
        final MessageProperties properties = properties(buffer);
        if (block.expiryDeadlineMs() != MessageFlyweight.NO_EXPIRY)
        {
            // The interval that it had when it was stored begins again.
            final long leftMs = block.expiryDeadlineMs() - event.timestampMs();
            if (leftMs <= 0)
            {
                return null;
            }
            properties.messageExpirySeconds((leftMs + 999) / 1000);
        }
        final byte[] payload = new byte[block.payloadLength()];
        buffer.getBytes(block.payloadOffset(), payload);
        final String topic = buffer.getStringWithoutLengthUtf8(block.topicOffset(), block.topicLength());
        return Message.of(prefix + topic, payload, event.qos(),
            block.retain() || event.retainedChange() || event.retainedClear(), properties);
    }

    /** The stored properties are those of a PUBLISH, so its decoder reads them. */
    private MessageProperties properties(final DirectBuffer buffer)
    {
        final MessageProperties properties = new MessageProperties();
        if (block.propertiesLength() == 0)
        {
            return properties;
        }
        final int length = encoder.start(MqttVersion.V5, 0, false, false).topic("-")
            .forwardProperties(buffer, block.propertiesOffset(), block.propertiesLength())
            .payload(new byte[0]).encode(scratch, 0);
        final int body = bodyOffset(scratch);
        if (decoder.wrap(scratch, body, length - body, 0, MqttVersion.V5) == Violation.NONE)
        {
            read(properties);
        }
        return properties;
    }

    private static int bodyOffset(final DirectBuffer packet)
    {
        int at = FIXED_HEADER;
        while (packet.getByte(at) < 0)
        {
            at++;
        }
        return at + 1;
    }

    private void read(final MessageProperties properties)
    {
        if (decoder.payloadFormatIndicator() > 0)
        {
            properties.payloadFormat(decoder.payloadFormatIndicator());
        }
        properties.contentType(text(decoder.contentTypeOffset(), decoder.contentTypeLength()));
        properties.responseTopic(text(decoder.responseTopicOffset(), decoder.responseTopicLength()));
        if (decoder.correlationDataLength() > 0)
        {
            final byte[] data = new byte[decoder.correlationDataLength()];
            scratch.getBytes(decoder.correlationDataOffset(), data);
            properties.correlationData(data);
        }
        userProperties.wrap(scratch, decoder.propertiesOffset(), decoder.propertiesLength());
        while (userProperties.next())
        {
            properties.userProperty(text(userProperties.keyOffset(), userProperties.keyLength()),
                text(userProperties.valueOffset(), userProperties.valueLength()));
        }
    }

    private String text(final int offset, final int length)
    {
        return length < 0 || offset <= 0 ? null : scratch.getStringWithoutLengthUtf8(offset, length);
    }
}
