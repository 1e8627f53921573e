package io.maxmq.transport.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Properties that a client puts together for a message or a will.
 */
final class PropertyWriterTest
{
    private static final String SCRIPT = "01 01 03 \"text\" 08 \"reply\" 09 <0102> 26 \"k\" \"v\" 26 \"k\" \"w\"";

    private final PropertyWriter writer = new PropertyWriter();

    @Test
    void shouldWriteEveryTypeOfProperty()
    {
        put();
        writer.putNumber(PropertyId.TOPIC_ALIAS, 258);
        writer.putNumber(PropertyId.MESSAGE_EXPIRY_INTERVAL, 0xFFFF_FFFFL);
        writer.putNumber(PropertyId.SUBSCRIPTION_IDENTIFIER, 128);

        assertWritten(SCRIPT + " 23 0102 02 ffffffff 0b 8001");
    }

    @Test
    void shouldStartAnew()
    {
        put();
        writer.clear();
        writer.putString(PropertyId.CONTENT_TYPE, "x");

        assertWritten("03 \"x\"");
    }

    @Test
    void shouldGiveItsPropertiesToMessagesAndWills()
    {
        put();
        final UnsafeBuffer wire = new UnsafeBuffer(new byte[256]);
        final PublishDecoder publish = new PublishDecoder();
        final ConnectDecoder connect = new ConnectDecoder();

        final int publishLength = new PublishEncoder().start(MqttVersion.V5, 0, false, false).topic("t")
            .forwardProperties(writer).encode(wire, 0);
        assertEquals(Violation.NONE, publish.wrap(wire, 2, publishLength - 2, 0, MqttVersion.V5));
        final int connectLength = new ConnectEncoder().start(MqttVersion.V5, "c", true)
            .will("t", new byte[0], 0, false).willForwardProperties(writer).encode(wire, 0);
        assertEquals(Violation.NONE, connect.wrap(wire, 2, connectLength - 2, 0));

        assertNotEquals(0, writer.length());
        assertEquals(writer.length(), publish.forwardPropertiesLength());
        assertEquals(writer.length(), connect.willForwardPropertiesLength());
    }

    private void put()
    {
        writer.putNumber(PropertyId.PAYLOAD_FORMAT_INDICATOR, 1);
        writer.putString(PropertyId.CONTENT_TYPE, "text");
        writer.putString(PropertyId.RESPONSE_TOPIC, "reply");
        writer.putBinary(PropertyId.CORRELATION_DATA, new UnsafeBuffer(new byte[] {0, 1, 2, 3}), 1, 2);
        writer.putUserProperty("k", "v");
        writer.putUserProperty("k", "w");
    }

    private void assertWritten(final String script)
    {
        assertEquals(new UnsafeBuffer(WireScript.bytes(script)),
            new UnsafeBuffer(writer.buffer(), 0, writer.length()));
    }
}
