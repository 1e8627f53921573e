package io.maxmq.server.protocol;

import io.maxmq.spi.Authoriser;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PropertyId;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/**
 * What the broker says in words beside a reason code, to whom (request problem information, section 3.1.2.11.7), and
 * only where the packet does not become larger than the client takes.
 */
final class ReasonStringTest extends ProtocolTest
{
    private static final int TOO_SMALL_FOR_WORDS = 30;

    @Override
    Authoriser authoriser()
    {
        return (client, action, topic, decision) -> decision.decide(!topic.contains("denied"));
    }

    @Test
    void shouldSayWhyAConnectIsRefused()
    {
        final TestClient client = open(5);

        client.sendHex("100e 0004 4d515454 05 03 003c 00 0001 61");

        final Packet connack = client.await(PacketType.CONNACK);
        assertEquals(ReasonCode.MALFORMED_PACKET, connack.reasonCode());
        assertEquals("reserved bits", connack.string(PropertyId.REASON_STRING));
    }

    @ParameterizedTest
    @CsvSource({
        "30 04 0001 23 00,         144, wildcard in topic",
        "c1 00,                    129, reserved flags",
        "f0 06 18 04 15 0001 78,   130, unexpected auth"})
    @Tag("MQTT-3.14.2-3")
    void shouldSayWhyAConnectionEnds(final String hex, final int code, final String text)
    {
        final Packet told = connect("a").sendHex(hex).await(PacketType.DISCONNECT);
        assertEquals(code, told.reasonCode());
        assertEquals(text, told.string(PropertyId.REASON_STRING));

        final Packet notAsked =
            connect("b", c -> c.requestProblemInformation(false)).sendHex(hex).await(PacketType.DISCONNECT);
        assertEquals(code, notAsked.reasonCode());
        assertNull(notAsked.string(PropertyId.REASON_STRING));
    }

    @Test
    @Tag("MQTT-3.14.2-3")
    void shouldLeaveTheWordsOutWhereThePacketWouldBeTooLarge()
    {
        final TestClient client = connect("a", c -> c.maximumPacketSize(TOO_SMALL_FOR_WORDS));
        final Packet puback = client.publish(topic("denied"), "m", 1);
        assertEquals(ReasonCode.NOT_AUTHORIZED, puback.reasonCode());
        assertNull(puback.string(PropertyId.REASON_STRING));

        final Packet disconnect = client.sendSubscribe(1, s -> s.filter("$share/long/" + topic("t"), 0))
            .sendHex("82 10 0001 00 000a 2473686172652f672f61 04").await(PacketType.DISCONNECT);

        assertEquals(ReasonCode.PROTOCOL_ERROR, disconnect.reasonCode());
        assertEquals("no local on shared", disconnect.string(PropertyId.REASON_STRING));
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    @Tag("MQTT-3.1.2-29")
    @Tag("MQTT-3.4.2-2")
    @Tag("MQTT-3.5.2-2")
    void shouldSayWhyAMessageIsRefused(final int qos)
    {
        final Packet told = connect("a").publish(topic("denied"), "m", qos);
        assertEquals(qos == 1 ? PacketType.PUBACK : PacketType.PUBREC, told.type());
        assertEquals(ReasonCode.NOT_AUTHORIZED, told.reasonCode());
        assertEquals("not authorized to publish to this topic", told.string(PropertyId.REASON_STRING));

        final Packet notAsked =
            connect("b", c -> c.requestProblemInformation(false)).publish(topic("denied"), "m", qos);
        assertEquals(ReasonCode.NOT_AUTHORIZED, notAsked.reasonCode());
        assertNull(notAsked.string(PropertyId.REASON_STRING));
    }

    @Test
    void shouldSayNothingBesideSuccess()
    {
        final TestClient client = connect("a").subscribe(topic("t"), 0);

        assertNull(client.publish(topic("t"), "m", 1).string(PropertyId.REASON_STRING));
        assertNull(client.publish(topic("nobody"), "m", 1).string(PropertyId.REASON_STRING));
    }
}
