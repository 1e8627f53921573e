package io.maxmq.server.protocol;

import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Delivery at QoS 0, 1 and 2 (sections 3.3 to 3.7 and 4.3 to 4.6): packet ids, order, and what is sent again.
 */
final class PublishQosTest extends ProtocolTest
{
    @ParameterizedTest
    @CsvSource({"3,3", "4,4", "5,5", "3,5", "5,4", "4,5"})
    void shouldDeliverAtEveryQosBetweenAllVersions(final int from, final int to)
    {
        final TestClient subscriber = connect(to, "sub").subscribe(topic("+"), 2);
        final TestClient publisher = connect(from, "pub");

        for (int qos = 0; qos <= 2; qos++)
        {
            final int publishedQos = qos;
            publisher.publish(topic("t" + qos), "qos " + qos, qos);

            final Packet message = subscriber.take("qos " + qos);

            assertEquals(topic("t" + qos), message.topic());
            assertEquals(publishedQos, message.qos());
            assertFalse(message.dup() || message.retain());
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "0,1,0", "0,2,0", "1,0,0", "1,1,1", "1,2,1", "2,0,0", "2,1,1", "2,2,2"})
    @Tag("MQTT-3.8.4-8")
    void shouldDeliverAtTheLowerQosOfMessageAndSubscription(final int published, final int granted, final int expected)
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), granted);

        connect("pub").publish(topic("t"), "m", published);

        assertEquals(expected, subscriber.take("m").qos());
    }

    @Test
    @Tag("MQTT-3.3.1-8")
    void shouldNotPassOnTheDupOfThePublisher()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 1);
        final TestClient publisher = connect("pub");

        publisher.sendPublish(1, true, false, 7, p -> p.topic(topic("t")).payload(Bytes.utf8("again")));

        assertEquals(7, publisher.await(PacketType.PUBACK).packetId());
        assertFalse(subscriber.take("again").dup());
    }

    @Test
    @Tag("MQTT-4.3.3-10")
    @Tag("MQTT-4.3.3-11")
    void shouldForwardAQos2MessageOnceHoweverOftenItIsSent()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 2);
        final TestClient publisher = connect("pub");

        publisher.sendPublish(topic("t"), "once", 2, 9);
        publisher.await(PacketType.PUBREC);
        publisher.sendPublish(2, true, false, 9, p -> p.topic(topic("t")).payload(Bytes.utf8("once")));
        publisher.await(PacketType.PUBREC);
        publisher.sendAck(PacketType.PUBREL, 9);
        publisher.await(PacketType.PUBCOMP);
        publisher.publish(topic("t"), "next", 2);

        subscriber.take("once");
        subscriber.take("next");
    }

    @Test
    @Tag("MQTT-4.3.3-12")
    void shouldTakeAQos2IdAsNewAfterItsRelease()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 2);
        final TestClient publisher = connect("pub");

        for (final String payload : List.of("first", "second"))
        {
            publisher.sendPublish(topic("t"), payload, 2, 9);
            publisher.await(PacketType.PUBREC);
            publisher.sendAck(PacketType.PUBREL, 9);
            publisher.await(PacketType.PUBCOMP);
        }

        subscriber.take("first");
        subscriber.take("second");
    }

    @Test
    void shouldSayThatAReleasedIdIsNotKnown()
    {
        final TestClient client = connect("a");

        client.sendAck(PacketType.PUBREL, 77);

        final Packet pubcomp = client.await(PacketType.PUBCOMP);
        assertEquals(77, pubcomp.packetId());
        assertEquals(ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, pubcomp.reasonCode());
    }

    @Test
    void shouldAcceptAcknowledgementsOfUnknownIds()
    {
        final TestClient client = connect("a");

        client.sendAck(PacketType.PUBACK, 5).sendAck(PacketType.PUBCOMP, 6);

        client.ping();
    }

    @Test
    @Tag("MQTT-4.6.0-5")
    void shouldKeepTheOrderOfEachQos()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 2);
        final TestClient publisher = connect("pub");

        for (int qos = 0; qos <= 2; qos++)
        {
            for (int i = 1; i <= 50; i++)
            {
                publisher.sendPublish(topic("t"), qos + ":" + i, qos, 100 * qos + i);
            }
            for (int i = 1; i <= 50; i++)
            {
                subscriber.take(qos + ":" + i);
            }
        }
    }

    @Test
    @Tag("MQTT-4.6.0-2")
    void shouldAcknowledgeInTheOrderOfTheMessages()
    {
        final TestClient publisher = connect("pub");
        for (int i = 1; i <= 50; i++)
        {
            publisher.sendPublish(topic("t"), "m", 1, i);
        }
        for (int i = 1; i <= 50; i++)
        {
            assertEquals(i, publisher.await(PacketType.PUBACK).packetId());
        }
    }

    @Test
    void shouldSayThatNobodyHasSubscribed()
    {
        final TestClient publisher = connect("pub");

        assertEquals(ReasonCode.NO_MATCHING_SUBSCRIBERS, publisher.publish(topic("t"), "m", 1).reasonCode());

        connect("sub").subscribe(topic("t"), 0);
        assertEquals(ReasonCode.SUCCESS, publisher.publish(topic("t"), "m", 1).reasonCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    @Tag("MQTT-4.4.0-1")
    @Tag("MQTT-3.3.1-1")
    void shouldSendAgainWhatWasNotAcknowledgedAtQos1(final int version)
    {
        final TestClient publisher = connect("pub");
        final TestClient first = connectPersistent(version, "sub").subscribe(topic("t"), 1);
        publisher.publish(topic("t"), "a", 1);
        publisher.publish(topic("t"), "b", 1);
        final int idOfA = first.message().packetId();
        final int idOfB = first.message().packetId();
        assertNotEquals(idOfA, idOfB);
        first.close();

        final TestClient second = connectPersistent(version, "sub");

        assertTrue(second.connack().sessionPresent());
        final Packet again = second.take("a");
        assertTrue(again.dup());
        assertEquals(idOfA, again.packetId());
        assertEquals(idOfB, second.take("b").packetId());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    @Tag("MQTT-4.4.0-1")
    void shouldGoOnWithAQos2DeliveryWhereItStopped(final int version)
    {
        final TestClient publisher = connect("pub");
        final TestClient first = connectPersistent(version, "sub").subscribe(topic("t"), 2);
        publisher.publish(topic("t"), "received", 2);
        publisher.publish(topic("t"), "unseen", 2);
        final int received = first.message().packetId();
        final int unseen = first.message().packetId();
        first.sendAck(PacketType.PUBREC, received);
        assertEquals(received, first.await(PacketType.PUBREL).packetId());
        first.close();

        final TestClient second = connectPersistent(version, "sub");

        assertEquals(received, second.await(PacketType.PUBREL).packetId());
        second.sendAck(PacketType.PUBCOMP, received);
        final Packet again = second.take("unseen");
        assertTrue(again.dup());
        assertEquals(unseen, again.packetId());
        assertEquals(0, second.ping().keptCount());
    }

    @Test
    @Tag("MQTT-4.3.3-8")
    void shouldRememberAQos2IdOfAPersistentPublisherAcrossConnections()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 2);
        final TestClient first = connectPersistent("pub");
        first.sendPublish(topic("t"), "once", 2, 3);
        first.await(PacketType.PUBREC);
        first.close();

        final TestClient second = connectPersistent("pub");
        second.sendPublish(2, true, false, 3, p -> p.topic(topic("t")).payload(Bytes.utf8("once")));
        second.await(PacketType.PUBREC);
        second.sendAck(PacketType.PUBREL, 3);
        second.await(PacketType.PUBCOMP);
        second.sendPublish(topic("t"), "next", 2, 3);

        subscriber.take("once");
        subscriber.take("next");
    }

    @Test
    @Tag("MQTT-4.3.3-5")
    void shouldNotReleaseWhatTheSubscriberRefused()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 2);
        final TestClient publisher = connect("pub");
        publisher.publish(topic("t"), "refused", 2);
        publisher.publish(topic("t"), "taken", 2);

        final Packet refused = subscriber.message();
        subscriber.sendAck(PacketType.PUBREC, refused.packetId(), ReasonCode.QUOTA_EXCEEDED);

        final Packet taken = subscriber.take("taken");
        assertNotEquals(refused.packetId(), taken.packetId());
    }

    @Test
    void shouldDeliverEmptyAndLargePayloads()
    {
        final TestClient subscriber = connect("sub").subscribe(topic("t"), 1);
        final TestClient publisher = connect("pub");

        for (final int length : new int[] {0, 1, 127, 128, 1_400, 16_384, 70_000, 900_000})
        {
            publisher.publish(1, false, p -> p.topic(topic("t")).payload(new byte[length]));
            assertEquals(length, subscriber.take().payloadLength());
        }
    }

    @Test
    void shouldDeliverOnceToAClientWithOverlappingSubscriptions()
    {
        final TestClient subscriber = connect("sub");
        subscriber.subscribe(topic("#"), 0).subscribe(topic("+"), 1).subscribe(topic("t"), 2);
        final TestClient publisher = connect("pub");

        publisher.publish(topic("t"), "a", 2);
        publisher.publish(topic("t"), "b", 2);

        assertEquals(2, subscriber.take("a").qos());
        subscriber.take("b");
    }

    @Test
    void shouldMatchFiltersAsTheStandardSays()
    {
        final TestClient subscriber = connect("sub");
        subscriber.subscribe(topic("sport/#"), 0).subscribe(topic("+/x/+"), 0).subscribe(topic("/fin"), 0);
        final TestClient publisher = connect("pub");

        for (final String name : List.of("sport", "sport/", "sport/tennis/1", "a/x/b", "/x/", "/fin"))
        {
            publisher.publish(topic(name), "m", 0);
            assertEquals(topic(name), subscriber.take().topic());
        }
        for (final String name : List.of("Sport/a", "a/x", "a/x/b/c", "fin", "x/fin"))
        {
            assertEquals(ReasonCode.NO_MATCHING_SUBSCRIBERS, publisher.publish(topic(name), "m", 1).reasonCode());
        }
    }
}
