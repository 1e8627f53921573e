package io.maxmq.tools.client;

import io.maxmq.transport.codec.PropertyId;
import io.maxmq.transport.codec.PropertyWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * MQTT 5 properties of a message (section 3.3.2.3). Mutable while it is filled; absent values are null or -1.
 */
public final class MessageProperties
{
    private int payloadFormat = -1;
    private long messageExpirySeconds = -1;
    private int topicAlias;
    private String contentType;
    private String responseTopic;
    private byte[] correlationData;
    private final List<Map.Entry<String, String>> userProperties = new ArrayList<>();
    private final List<Integer> subscriptionIds = new ArrayList<>();

    public int payloadFormat()
    {
        return payloadFormat;
    }

    /**
     * @param format 0 for bytes, 1 for UTF-8, -1 for absent.
     * @return this.
     */
    public MessageProperties payloadFormat(final int format)
    {
        payloadFormat = format;
        return this;
    }

    public long messageExpirySeconds()
    {
        return messageExpirySeconds;
    }

    public MessageProperties messageExpirySeconds(final long seconds)
    {
        messageExpirySeconds = seconds;
        return this;
    }

    public int topicAlias()
    {
        return topicAlias;
    }

    /**
     * @param alias 1 to 65,535, or 0 for absent.
     * @return this.
     */
    public MessageProperties topicAlias(final int alias)
    {
        topicAlias = alias;
        return this;
    }

    public String contentType()
    {
        return contentType;
    }

    public MessageProperties contentType(final String type)
    {
        contentType = type;
        return this;
    }

    public String responseTopic()
    {
        return responseTopic;
    }

    public MessageProperties responseTopic(final String topic)
    {
        responseTopic = topic;
        return this;
    }

    public byte[] correlationData()
    {
        return correlationData;
    }

    public MessageProperties correlationData(final byte[] data)
    {
        correlationData = data;
        return this;
    }

    /**
     * @return names and values in their order; names may repeat.
     */
    public List<Map.Entry<String, String>> userProperties()
    {
        return userProperties;
    }

    public MessageProperties userProperty(final String name, final String value)
    {
        userProperties.add(Map.entry(name, value));
        return this;
    }

    /**
     * @return of the subscriptions that a received message matched.
     */
    public List<Integer> subscriptionIds()
    {
        return subscriptionIds;
    }

    /**
     * @return those that go through the broker unchanged.
     */
    PropertyWriter forwarded()
    {
        final PropertyWriter writer = new PropertyWriter();
        if (payloadFormat >= 0)
        {
            writer.putNumber(PropertyId.PAYLOAD_FORMAT_INDICATOR, payloadFormat);
        }
        if (contentType != null)
        {
            writer.putString(PropertyId.CONTENT_TYPE, contentType);
        }
        if (responseTopic != null)
        {
            writer.putString(PropertyId.RESPONSE_TOPIC, responseTopic);
        }
        if (correlationData != null)
        {
            writer.putBinary(
                PropertyId.CORRELATION_DATA, new UnsafeBuffer(correlationData), 0, correlationData.length);
        }
        userProperties.forEach((property) -> writer.putUserProperty(property.getKey(), property.getValue()));
        return writer;
    }
}
