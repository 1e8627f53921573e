package io.maxmq.tools;

import io.maxmq.tools.client.Message;
import io.maxmq.tools.client.MessageProperties;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * A message as one line of JSON, with the member names of mosquitto_sub. A payload that is not UTF-8 stands in
 * {@code payloadhex} instead of {@code payload}.
 */
final class MessageJson
{
    private final StringBuilder json = new StringBuilder("{");

    private MessageJson()
    {
    }

    /**
     * @param message       to write.
     * @param time          when it was received.
     * @param isPayloadJson whether the payload is JSON already; an empty one is written as null.
     * @return the line.
     */
    static String write(final Message message, final String time, final boolean isPayloadJson)
    {
        final MessageJson writer = new MessageJson();
        writer.string("tst", time);
        writer.string("topic", message.topic());
        writer.raw("qos", message.qos());
        writer.raw("retain", message.retain() ? 1 : 0);
        writer.raw("payloadlen", message.payload().length);
        if (message.qos() > 0)
        {
            writer.raw("mid", message.packetId());
        }
        writer.properties(message.properties());
        writer.payload(message.payload(), isPayloadJson);
        return writer.json.append('}').toString();
    }

    private void payload(final byte[] payload, final boolean isPayloadJson)
    {
        final String text = utf8(payload);
        if (isPayloadJson)
        {
            raw("payload", text == null || text.isBlank() ? "null" : text);
        }
        else if (text == null)
        {
            string("payloadhex", HexFormat.of().formatHex(payload));
        }
        else
        {
            string("payload", text);
        }
    }

    private void properties(final MessageProperties properties)
    {
        final int start = json.length();
        name("properties");
        json.append('{');
        final int empty = json.length();
        if (properties.payloadFormat() > 0)
        {
            raw("payload-format-indicator", properties.payloadFormat());
        }
        if (properties.messageExpirySeconds() >= 0)
        {
            raw("message-expiry-interval", properties.messageExpirySeconds());
        }
        optional("content-type", properties.contentType());
        optional("response-topic", properties.responseTopic());
        if (properties.correlationData() != null)
        {
            final String text = utf8(properties.correlationData());
            string("correlation-data", text != null ? text : HexFormat.of().formatHex(properties.correlationData()));
        }
        if (!properties.subscriptionIds().isEmpty())
        {
            raw("subscription-identifiers", properties.subscriptionIds());
        }
        if (!properties.userProperties().isEmpty())
        {
            userProperties(properties);
        }
        if (json.length() == empty)
        {
            json.setLength(start);
        }
        else
        {
            json.append('}');
        }
    }

    /** An array, because their order counts and names may repeat. */
    private void userProperties(final MessageProperties properties)
    {
        name("user-properties");
        json.append('[');
        for (final Map.Entry<String, String> property : properties.userProperties())
        {
            if (json.charAt(json.length() - 1) != '[')
            {
                json.append(',');
            }
            json.append('{');
            string(property.getKey(), property.getValue());
            json.append('}');
        }
        json.append(']');
    }

    private void optional(final String name, final String value)
    {
        if (value != null)
        {
            string(name, value);
        }
    }

    private void string(final String name, final String value)
    {
        name(name);
        quote(value);
    }

    private void raw(final String name, final Object value)
    {
        name(name);
        json.append(value);
    }

    private void name(final String name)
    {
        if (json.charAt(json.length() - 1) != '{')
        {
            json.append(',');
        }
        quote(name);
        json.append(':');
    }

    private void quote(final String text)
    {
        json.append('"');
        for (int i = 0; i < text.length(); i++)
        {
            final char c = text.charAt(i);
            switch (c)
            {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> json.append(c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int)c) : String.valueOf(c));
            }
        }
        json.append('"');
    }

    private static String utf8(final byte[] bytes)
    {
        try
        {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
        catch (final CharacterCodingException ex)
        {
            return null;
        }
    }
}
