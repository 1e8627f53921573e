package io.maxmq.server.protocol;

import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.Violation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Receive maximum in both directions (sections 3.1.2.11.3, 3.2.2.3.3 and 4.9).
 */
final class FlowControlTest extends ProtocolTest
{
    @Override
    String[] settings()
    {
        return new String[] {"mqtt.receive-maximum=3"};
    }

    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "1,true", "2,true"})
    @Tag("MQTT-3.3.4-9")
    @Tag("MQTT-4.9.0-2")
    void shouldSendNoMoreThanTheReceiveMaximum(final int qos, final boolean persistent)
    {
        final TestClient subscriber = connect(5, "sub", true, c -> c.receiveMaximum(2)
            .sessionExpirySeconds(persistent ? 3600 : 0)).subscribe(topic("t"), 2);
        final TestClient publisher = connect("pub");
        for (int i = 1; i <= 5; i++)
        {
            publisher.publish(topic("t"), "m" + i, qos);
        }

        final Packet first = subscriber.message();
        final Packet second = subscriber.message();
        publisher.publish(topic("t"), "passes by", 0);
        assertEquals("passes by", subscriber.message().text());
        assertEquals("m1", first.text());
        assertEquals("m2", second.text());
        if (qos == 1)
        {
            subscriber.sendAck(PacketType.PUBACK, first.packetId());
        }
        else
        {
            subscriber.sendAck(PacketType.PUBREC, first.packetId());
            subscriber.await(PacketType.PUBREL);
            assertEquals(0, subscriber.ping().keptCount(), "a PUBREC alone makes no room");
            subscriber.sendAck(PacketType.PUBCOMP, first.packetId());
        }

        assertEquals("m3", subscriber.message().text());
        assertEquals(0, subscriber.ping().keptCount());
    }

    @Test
    void shouldMakeRoomByARefusedPubrec()
    {
        final TestClient subscriber = connect("sub", c -> c.receiveMaximum(1)).subscribe(topic("t"), 2);
        final TestClient publisher = connect("pub");
        publisher.publish(topic("t"), "m1", 2);
        publisher.publish(topic("t"), "m2", 2);

        subscriber.sendAck(PacketType.PUBREC, subscriber.message().packetId(), ReasonCode.UNSPECIFIED_ERROR);

        subscriber.take("m2");
    }

    @Test
    void shouldUseTheWindowOfTheNewConnection()
    {
        connectPersistent("sub").subscribe(topic("t"), 1).disconnect();
        final TestClient publisher = connect("pub");
        for (int i = 1; i <= 4; i++)
        {
            publisher.publish(topic("t"), "m" + i, 1);
        }

        final TestClient narrow =
            connect(5, "sub", false, c -> c.receiveMaximum(1).sessionExpirySeconds(3600));

        assertEquals("m1", narrow.message().text());
        assertEquals(0, narrow.ping().keptCount());
        narrow.close();
        final TestClient wide = connectPersistent("sub");
        for (int i = 1; i <= 4; i++)
        {
            wide.take("m" + i);
        }
    }

    @Test
    @Tag("MQTT-3.3.4-7")
    @Tag("MQTT-4.9.0-1")
    void shouldEndAConnectionThatSendsMoreThanItMay()
    {
        final TestClient publisher = connect("pub");
        final long before = counted(Violation.RECEIVE_MAXIMUM_EXCEEDED);

        for (int i = 1; i <= 4; i++)
        {
            publisher.sendPublish(topic("t"), "m", 2, i);
        }

        assertEquals(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED, publisher.awaitEnd());
        assertEquals(before + 1, counted(Violation.RECEIVE_MAXIMUM_EXCEEDED));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldLetAClientGoOnWhenItsMessagesAreAcknowledged(final int qos)
    {
        final TestClient publisher = connect("pub");

        for (int i = 0; i < 20; i++)
        {
            publisher.publish(topic("t"), "m", qos);
        }

        publisher.ping();
    }

    @Test
    void shouldGiveTheRoomOfARefusedMessageBack()
    {
        final TestClient publisher = connect("pub");
        for (int i = 1; i <= 2; i++)
        {
            publisher.sendPublish(topic("t"), "m", 2, i);
            publisher.await(PacketType.PUBREC);
        }
        for (int i = 0; i < 6; i++)
        {
            publisher.sendPublish(topic("t"), "m", 1, 50 + i);
            publisher.await(PacketType.PUBACK);
        }
        for (int i = 1; i <= 2; i++)
        {
            publisher.sendAck(PacketType.PUBREL, i);
            publisher.await(PacketType.PUBCOMP);
        }
        publisher.publish(topic("t"), "m", 2);
    }
}
