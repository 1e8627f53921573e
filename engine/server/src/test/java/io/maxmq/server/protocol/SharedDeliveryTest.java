package io.maxmq.server.protocol;

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
 * Sessions that have several subscriptions to a topic, shared ones among them, and what they leave (section 4.8.2).
 */
final class SharedDeliveryTest extends ProtocolTest
{
    private String shared(final String group, final String name)
    {
        return "$share/" + group + "/" + topic(name);
    }

    private TestClient connect(final int version, final String name, final boolean persistent)
    {
        return persistent ? connectPersistent(version, name) : connect(version, name);
    }

    /** The payloads that come before the last one, sorted. */
    private static List<String> until(final TestClient client, final String last)
    {
        final List<String> payloads = new ArrayList<>();
        for (String next = client.take().text(); !next.equals(last); next = client.take().text())
        {
            payloads.add(next);
        }
        payloads.sort(null);
        return payloads;
    }

    @ParameterizedTest
    @CsvSource({
        "4,false,0", "4,false,1", "4,false,2", "4,true,0", "4,true,1", "4,true,2",
        "5,false,0", "5,false,1", "5,false,2", "5,true,0", "5,true,1", "5,true,2"})
    @Tag("MQTT-3.3.4-2")
    void shouldDeliverOnceForThePlainSubscriptionsAndOnceForEachGroup(
        final int version, final boolean persistent, final int qos)
    {
        final TestClient client = connect(version, "a", persistent);
        client.subscribe(topic("t"), 2).subscribe(shared("g", "t"), 2).subscribe(topic("+"), 2);
        client.subscribe(shared("h", "+"), 2).subscribe(topic("last/#"), 2);
        final TestClient publisher = connect("pub");

        publisher.publish(topic("t"), "m", qos);
        await("all have come", () -> client.ping().keptCount() >= 3);
        publisher.publish(topic("last/one"), "last", qos);

        assertEquals(List.of("m", "m", "m"), until(client, "last"));
    }

    @ParameterizedTest
    @CsvSource({"false,0", "false,1", "true,0", "true,1", "true,2"})
    @Tag("MQTT-3.3.4-3")
    void shouldSendTheIdentifiersOfEachDeliveryApart(final boolean persistent, final int qos)
    {
        final TestClient client = connect(5, "a", persistent);
        client.subscribe(s -> s.subscriptionId(1).filter(topic("t"), 2));
        client.subscribe(s -> s.subscriptionId(2).filter(topic("+"), 2));
        client.subscribe(s -> s.subscriptionId(3).filter(shared("g", "t"), 2));
        client.subscribe(s -> s.subscriptionId(4).filter(shared("h", "t"), 2));

        connect("pub").publish(topic("t"), "m", qos);

        final List<List<Integer>> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++)
        {
            ids.add(client.take("m").subscriptionIds());
        }
        ids.sort((a, b) -> Integer.compare(a.get(0), b.get(0)));
        assertEquals(List.of(List.of(1, 2), List.of(3), List.of(4)), ids);
    }

    @ParameterizedTest
    @CsvSource({"4,false", "5,false", "4,true", "5,true"})
    void shouldGiveWhatASessionLeavesToEachOfItsGroups(final int version, final boolean persistent)
    {
        final TestClient ends = connect(version, "ends", persistent);
        ends.subscribe(shared("g", "t"), 1).subscribe(shared("h", "t"), 1);
        connect("pub").publish(topic("t"), "left", 1);
        await("both have come", () -> ends.ping().keptCount() >= 2);
        final TestClient one = connect(version, "one", persistent).subscribe(shared("g", "t"), 1);
        final TestClient other = connect(version, "other", persistent).subscribe(shared("h", "t"), 1);

        ends.close();
        if (persistent)
        {
            connect(version, "ends");
        }

        one.take("left");
        other.take("left");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("MQTT-3.3.4-3")
    void shouldSendWhatAnotherMemberLeftWithTheIdentifierOfItsOwnSubscription(final boolean persistent)
    {
        final TestClient ends = connect(5, "ends", persistent);
        ends.subscribe(s -> s.subscriptionId(7).filter(shared("g", "t"), 1));
        connect("pub").publish(topic("t"), "left", 1);
        assertEquals(List.of(7), ends.message().subscriptionIds());
        final TestClient stays = connectPersistent("stays");
        stays.subscribe(s -> s.subscriptionId(8).filter(shared("g", "t"), 1));

        ends.disconnect(ReasonCode.SUCCESS, d -> d.sessionExpirySeconds(0));

        assertEquals(List.of(8), stays.message().subscriptionIds());
        stays.close();
        assertEquals(List.of(8), connectPersistent("stays").take("left").subscriptionIds());
    }

    @Test
    @Tag("MQTT-4.8.2-6")
    void shouldNotOfferARefusedMessageToAnotherMember()
    {
        final TestClient first = connectPersistent("first").subscribe(shared("g", "t"), 1);
        connect("pub").publish(topic("t"), "refused", 1);
        final Packet message = first.message();
        final TestClient second = connectPersistent("second").subscribe(shared("g", "t"), 1).subscribe(topic("u"), 1);

        first.sendAck(PacketType.PUBACK, message.packetId(), ReasonCode.QUOTA_EXCEEDED);
        first.ping().disconnect(ReasonCode.SUCCESS, d -> d.sessionExpirySeconds(0));
        connect("pub2").publish(topic("u"), "next", 1);

        second.take("next");
    }

    @Test
    void shouldKeepTheOrderInWhichAMemberGetsMessages()
    {
        final TestClient member = connectPersistent("a").subscribe(shared("g", "t"), 1);
        connectPersistent("b").subscribe(shared("g", "t"), 1);
        final TestClient publisher = connect("pub");
        for (int i = 0; i < 40; i++)
        {
            publisher.publish(topic("t"), Integer.toString(100 + i), 1);
        }
        final List<String> payloads = new ArrayList<>();
        await("the half of them", () ->
        {
            member.ping();
            while (member.keptCount() > 0)
            {
                payloads.add(member.take().text());
            }
            return payloads.size() >= 15;
        });

        assertEquals(payloads.stream().sorted().toList(), payloads);
    }

    @Test
    void shouldGiveAMemberOfEveryTenthOfManyItsShare()
    {
        final List<TestClient> members = new ArrayList<>();
        for (int i = 0; i < 10; i++)
        {
            members.add(connect(i % 2 == 0 ? 4 : 5, "m" + i, i % 3 == 0).subscribe(shared("g", "#"), 0));
        }
        final TestClient publisher = connect("pub");
        for (int i = 0; i < 200; i++)
        {
            publisher.publish(topic("t/" + i % 7), "m", 1);
        }
        await("all have come", () -> members.stream().mapToInt(m -> m.ping().keptCount()).sum() == 200);

        final List<Integer> counts = members.stream().map(TestClient::keptCount).toList();
        assertTrue(counts.stream().allMatch(count -> count >= 12 && count <= 28), () -> "fair: " + counts);
    }
}
