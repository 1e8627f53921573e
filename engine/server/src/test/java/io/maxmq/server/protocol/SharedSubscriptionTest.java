package io.maxmq.server.protocol;

import io.maxmq.core.counter.Counter;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Shared subscriptions (section 4.8.2).
 */
final class SharedSubscriptionTest extends ProtocolTest
{
    private String shared(final String group, final String name)
    {
        return "$share/" + group + "/" + topic(name);
    }

    /** How many messages came before the sentinel that every member gets by a subscription of its own. */
    private static int countUntil(final TestClient client, final String sentinel)
    {
        int count = 0;
        while (!client.take().text().equals(sentinel))
        {
            count++;
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({"4,false", "5,false", "4,true", "5,true"})
    void shouldGiveEachMessageToOneMember(final int version, final boolean persistent)
    {
        final List<TestClient> members = new ArrayList<>();
        for (int i = 0; i < 3; i++)
        {
            final TestClient member =
                persistent ? connectPersistent(version, "m" + i) : connect(version, "m" + i);
            members.add(member.subscribe(shared("g", "t"), 1).subscribe(topic("end"), 1));
        }
        final TestClient publisher = connect("pub");
        final long before = counted(Counter.PUBLISH_SENT_QOS1);

        for (int i = 0; i < 30; i++)
        {
            assertEquals(ReasonCode.SUCCESS, publisher.publish(topic("t"), "m" + i, 1).reasonCode());
        }
        await("all have been sent", () -> counted(Counter.PUBLISH_SENT_QOS1) >= before + 30);
        publisher.publish(topic("end"), "end", 1);

        final List<Integer> counts = members.stream().map(m -> countUntil(m, "end")).toList();
        assertEquals(30, counts.stream().mapToInt(Integer::intValue).sum(), counts::toString);
        assertTrue(counts.stream().allMatch(count -> count >= 5), () -> "fair: " + counts);
    }

    @Test
    void shouldServeEveryGroupAndEveryPlainSubscription()
    {
        final TestClient a = connect("a").subscribe(shared("g1", "t"), 1);
        final TestClient b = connect("b").subscribe(shared("g2", "t"), 1);
        final TestClient plain = connect("plain").subscribe(topic("t"), 1);

        connect("pub").publish(topic("t"), "m", 1);

        a.take("m");
        b.take("m");
        plain.take("m");
    }

    @Test
    void shouldShareByWildcards()
    {
        final TestClient member = connect("a").subscribe(shared("g", "+/x/#"), 0);

        connect("pub").publish(topic("1/x/2"), "m", 0);

        member.take("m");
    }

    @Test
    void shouldPreferMembersThatAreConnected()
    {
        connectPersistent("away").subscribe(shared("g", "t"), 1).disconnect();
        final TestClient present = connectPersistent("present").subscribe(shared("g", "t"), 1);
        final TestClient publisher = connect("pub");

        for (int i = 0; i < 10; i++)
        {
            publisher.publish(topic("t"), Integer.toString(i), 1);
            present.take(Integer.toString(i));
        }
    }

    @Test
    void shouldKeepMessagesForTheGroupWhileAllAreAway()
    {
        connectPersistent("a").subscribe(shared("g", "t"), 1).disconnect();
        connect("pub").publish(topic("t"), "kept", 1);

        connectPersistent("a").take("kept");
    }

    /** How much room a member has is news that travels; so this holds from some message on. */
    @Test
    void shouldPreferMembersWithRoomInTheirWindow()
    {
        connect("full", c -> c.receiveMaximum(1)).subscribe(shared("g", "t"), 1);
        final TestClient free = connect("free").subscribe(shared("g", "t"), 1);
        final TestClient publisher = connect("pub");

        await("ten messages in a row go to the member that has room", () ->
        {
            final long before = counted(Counter.PUBLISH_SENT_QOS1);
            for (int i = 0; i < 10; i++)
            {
                publisher.publish(topic("t"), "m", 1);
            }
            free.ping();
            letPass(50);
            return counted(Counter.PUBLISH_SENT_QOS1) >= before + 10;
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGiveWhatAMemberDidNotAcknowledgeToAnotherWhenItsSessionEnds(final boolean persistent)
    {
        final TestClient first = persistent ? connectPersistent("first") : connect("first");
        first.subscribe(shared("g", "t"), 1);
        connect("pub").publish(topic("t"), "orphan", 1);
        assertEquals("orphan", first.message().text());
        final TestClient second = persistent ? connectPersistent("second") : connect("second");
        second.subscribe(shared("g", "t"), 1);

        if (persistent)
        {
            first.disconnect(ReasonCode.SUCCESS, d -> d.sessionExpirySeconds(0));
        }
        else
        {
            first.disconnect();
        }

        second.take("orphan");
    }

    @Test
    @Tag("MQTT-4.8.2-5")
    void shouldLeaveAQos2DeliveryThatHasBegunWithItsSession()
    {
        final TestClient first = connectPersistent("first").subscribe(shared("g", "t"), 2);
        final TestClient publisher = connect("pub");
        publisher.publish(topic("t"), "begun", 2);
        final Packet begun = first.message();
        final TestClient second = connectPersistent("second").subscribe(shared("g", "t"), 2);
        first.close();

        final TestClient back = connectPersistent("first");

        final Packet again = back.take("begun");
        assertEquals(begun.packetId(), again.packetId());
        assertTrue(again.dup());
        assertEquals(0, second.ping().keptCount());
    }

    @Test
    void shouldGoOnWithTheOthersWhenAMemberLeaves()
    {
        final TestClient leaver = connect("leaver").subscribe(shared("g", "t"), 1);
        final TestClient stayer = connect("stayer").subscribe(shared("g", "t"), 1);
        assertEquals(List.of(ReasonCode.SUCCESS), leaver.unsubscribe(shared("g", "t")).codes());
        final TestClient publisher = connect("pub");

        for (int i = 0; i < 5; i++)
        {
            publisher.publish(topic("t"), "m" + i, 1);
            stayer.take("m" + i);
        }
        stayer.unsubscribe(shared("g", "t"));

        assertEquals(ReasonCode.NO_MATCHING_SUBSCRIBERS, publisher.publish(topic("t"), "m", 1).reasonCode());
    }

    @Test
    @Tag("MQTT-3.8.3-4")
    void shouldRefuseNoLocalOnASharedSubscription()
    {
        final TestClient client = connect("a");

        client.sendSubscribe(1, s -> s.filter(shared("g", "t"), 1, true, false, 0));

        assertEquals(ReasonCode.PROTOCOL_ERROR, client.awaitEnd());
    }

    @Test
    @Tag("MQTT-4.8.2-4")
    void shouldRespectTheQosOfEachMember()
    {
        final TestClient member = connect("a").subscribe(shared("g", "t"), 0);

        connect("pub").publish(topic("t"), "m", 2);

        assertEquals(0, member.take("m").qos());
    }

    @Test
    void shouldShareBetweenVersionsAndKindsOfSessions()
    {
        final TestClient three = connect(3, "three").subscribe(shared("g", "t"), 1).subscribe(topic("end"), 1);
        final TestClient five = connectPersistent("five").subscribe(shared("g", "t"), 1).subscribe(topic("end"), 1);
        final TestClient publisher = connect("pub");
        final long before = counted(Counter.PUBLISH_SENT_QOS1);

        for (int i = 0; i < 20; i++)
        {
            publisher.sendPublish(topic("t"), "m", 1, 100 + i);
        }
        for (int i = 0; i < 20; i++)
        {
            publisher.await(PacketType.PUBACK);
        }
        await("all have been sent", () -> counted(Counter.PUBLISH_SENT_QOS1) >= before + 20);
        publisher.publish(topic("end"), "end", 1);

        assertEquals(20, countUntil(three, "end") + countUntil(five, "end"));
    }
}
