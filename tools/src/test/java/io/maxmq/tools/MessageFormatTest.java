package io.maxmq.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.maxmq.tools.client.Message;
import io.maxmq.tools.client.MessageProperties;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFormatTest
{
    private static final ZonedDateTime TIME = ZonedDateTime.of(2026, 2, 3, 4, 5, 6, 7_000_000, ZoneOffset.ofHours(1));

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "%t~a/b", "%p~hé", "%x~68c3a9", "%X~68C3A9", "%l~3", "%q~2", "%r~1", "%d~0", "%m~9", "%%~%", "%C~text",
            "%R~answer",
        "%D~id", "%E~60", "%F~1", "%P~k:v k:w", "%S~3 4", "%A~5", "a%tb%q~aa/bb2", "%I~2026-02-03T04:05:06.007000+0100",
        "%U~1770087906.007000000", "%@Y-%@m-%@d~2026-02-03", "%@H:%@M:%@S~04:05:06", "%@s~1770087906", "%@F~2026-02-03",
        "x\\\\y~x\\y"})
    void shouldWriteDirectives(final String format, final String expected) throws IOException
    {
        assertEquals(expected, write(format, message("hé".getBytes(StandardCharsets.UTF_8), filled())));
    }

    @Test
    void shouldWriteNothingForAbsentProperties() throws IOException
    {
        assertEquals("|||||||", write("%C|%R|%D|%E|%F|%P|%S|%A", message(new byte[0], new MessageProperties())));
    }

    @Test
    void shouldWriteEscapes() throws IOException
    {
        assertEquals("a\n\t\r\0\u0007\u001b\u000b\\",
            write("a\\n\\t\\r\\0\\a\\e\\v\\\\", message(new byte[0], new MessageProperties())));
    }

    @Test
    void shouldWritePayloadsUnchanged() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        MessageFormat.parse("%p").write(message(new byte[]{-1, 0, 127}, new MessageProperties()), TIME, out);
        assertEquals("ff007f", HexFormat.of().formatHex(out.toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%z", "%@", "%@K", "\\", "\\q"})
    void shouldRefuseWhatItDoesNotKnow(final String format)
    {
        assertThrows(IllegalArgumentException.class, () -> MessageFormat.parse(format));
    }

    @Test
    void shouldWriteJson() throws IOException
    {
        assertEquals("{\"tst\":\"2026-02-03T04:05:06.007000+0100\",\"topic\":\"a/b\",\"qos\":2,\"retain\":1," +
            "\"payloadlen\":3," +
            "\"mid\":9,\"properties\":{\"payload-format-indicator\":1,\"message-expiry-interval\":60," +
            "\"content-type\":\"text\",\"response-topic\":\"answer\",\"correlation-data\":\"id\"," +
            "\"subscription-identifiers\":[3, 4],\"user-properties\":[{\"k\":\"v\"},{\"k\":\"w\"}]}," +
            "\"payload\":\"\\\"\\u0001\\n\"}",
            write("%j", message("\"\u0001\n".getBytes(StandardCharsets.UTF_8), filled())));
    }

    @Test
    void shouldWriteJsonOfPayloadsThatAreBytesOrJson() throws IOException
    {
        final String start = "{\"tst\":\"2026-02-03T04:05:06.007000+0100\",\"topic\":\"a/b\",\"qos\":2,\"retain\":1,";
        assertEquals(start + "\"payloadlen\":2,\"mid\":9,\"payloadhex\":\"ff00\"}",
            write("%j", message(new byte[]{-1, 0}, new MessageProperties())));
        assertEquals(start + "\"payloadlen\":7,\"mid\":9,\"payload\":{\"a\":1}}",
            write("%J", message("{\"a\":1}".getBytes(StandardCharsets.UTF_8), new MessageProperties())));
        assertEquals(start + "\"payloadlen\":0,\"mid\":9,\"payload\":null}",
            write("%J", message(new byte[0], new MessageProperties())));
    }

    private static String write(final String format, final Message message) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        MessageFormat.parse(format).write(message, TIME, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Message message(final byte[] payload, final MessageProperties properties)
    {
        return new Message("a/b", payload, 2, true, false, 9, properties);
    }

    private static MessageProperties filled()
    {
        final MessageProperties properties = new MessageProperties().contentType("text").responseTopic("answer")
            .correlationData(new byte[]{'i', 'd'}).messageExpirySeconds(60).payloadFormat(1).topicAlias(5)
            .userProperty("k", "v").userProperty("k", "w");
        properties.subscriptionIds().add(3);
        properties.subscriptionIds().add(4);
        return properties;
    }
}
