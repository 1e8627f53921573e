package io.maxmq.tools.client;

import io.maxmq.transport.codec.PropertyId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * MQTT 5 properties of a message (section 3.3.2.3). Mutable while it is filled; absent values are null or -1.
 */
public final class MessageProperties {
    private int payloadFormat = -1;
    private long messageExpirySeconds = -1;
    private int topicAlias;
    private String contentType;
    private String responseTopic;
    private byte[] correlationData;
    private final List<Map.Entry<String, String>> userProperties = new ArrayList<>();
    private final List<Integer> subscriptionIds = new ArrayList<>();

    public int payloadFormat() {
        return payloadFormat;
    }

    /**
     * @param format 0 for bytes, 1 for UTF-8, -1 for absent.
     * @return this.
     */
    public MessageProperties payloadFormat(final int format) {
        payloadFormat = format;
        return this;
    }

    public long messageExpirySeconds() {
        return messageExpirySeconds;
    }

    public MessageProperties messageExpirySeconds(final long seconds) {
        messageExpirySeconds = seconds;
        return this;
    }

    public int topicAlias() {
        return topicAlias;
    }

    /**
     * @param alias 1 to 65,535, or 0 for absent.
     * @return this.
     */
    public MessageProperties topicAlias(final int alias) {
        topicAlias = alias;
        return this;
    }

    public String contentType() {
        return contentType;
    }

    public MessageProperties contentType(final String type) {
        contentType = type;
        return this;
    }

    public String responseTopic() {
        return responseTopic;
    }

    public MessageProperties responseTopic(final String topic) {
        responseTopic = topic;
        return this;
    }

    public byte[] correlationData() {
        return correlationData;
    }

    public MessageProperties correlationData(final byte[] data) {
        correlationData = data;
        return this;
    }

    /**
     * @return names and values in their order; names may repeat.
     */
    public List<Map.Entry<String, String>> userProperties() {
        return userProperties;
    }

    public MessageProperties userProperty(final String name, final String value) {
        userProperties.add(Map.entry(name, value));
        return this;
    }

    /**
     * @return of the subscriptions that a received message matched.
     */
    public List<Integer> subscriptionIds() {
        return subscriptionIds;
    }

    /**
     * @return those that go through the broker unchanged, in wire form without a length.
     */
    byte[] encodeForwarded() {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (payloadFormat >= 0) {
            out.write(PropertyId.PAYLOAD_FORMAT_INDICATOR);
            out.write(payloadFormat);
        }
        if (contentType != null) {
            out.write(PropertyId.CONTENT_TYPE);
            writeBinary(out, utf8(contentType));
        }
        if (responseTopic != null) {
            out.write(PropertyId.RESPONSE_TOPIC);
            writeBinary(out, utf8(responseTopic));
        }
        if (correlationData != null) {
            out.write(PropertyId.CORRELATION_DATA);
            writeBinary(out, correlationData);
        }
        for (final Map.Entry<String, String> property : userProperties) {
            out.write(PropertyId.USER_PROPERTY);
            writeBinary(out, utf8(property.getKey()));
            writeBinary(out, utf8(property.getValue()));
        }
        return out.toByteArray();
    }

    private static byte[] utf8(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void writeBinary(final ByteArrayOutputStream out, final byte[] bytes) {
        out.write(bytes.length >>> 8);
        out.write(bytes.length);
        out.write(bytes, 0, bytes.length);
    }
}
