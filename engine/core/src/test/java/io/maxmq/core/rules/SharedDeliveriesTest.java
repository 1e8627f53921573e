package io.maxmq.core.rules;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.Packet;
import io.maxmq.core.lockstep.SeedOnFailure;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.transport.bus.Stage;
import io.maxmq.transport.codec.PacketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What a shared subscription gives to a session is a delivery of its own beside that of the plain subscriptions
 * (MQTT-3.3.4-2, 4.8.2), with the identifier of its own subscription (MQTT-3.3.4-3 to 3.3.4-5), whichever way it takes.
 */
@ExtendWith(SeedOnFailure.class)
class SharedDeliveriesTest
{
    private static TestClient connect(final Lockstep broker, final String id, final boolean persistent)
    {
        return persistent ? broker.client(id).connectPersistent(false) : broker.client(id).connectClean();
    }

    private static TestClient subscribe(
        final Lockstep broker, final TestClient client, final String filter, final int qos, final int subscriptionId)
    {
        client.sendSubscribe(subscribe -> subscribe.subscriptionId(subscriptionId).filter(filter, qos));
        broker.run();
        assertEquals(qos, client.expect(PacketType.SUBACK).codes()[0]);
        return client;
    }

    /** The identifiers of each message, sorted by their text. */
    private static List<String> ids(final TestClient client)
    {
        return client.takeAll().stream().filter(packet -> packet.type() == PacketType.PUBLISH)
            .map(packet -> Arrays.toString(packet.ids())).sorted().toList();
    }

    private static void publish(final Lockstep broker, final String topic, final String payload, final int qos)
    {
        broker.client("publisher").acknowledges(true).connectClean().publish(topic, payload, qos);
        broker.run();
    }

    @ParameterizedTest
    @CsvSource({
        "1,false,0", "2,false,0", "4,false,0", "1,true,0", "2,true,0", "4,true,0",
        "1,false,1", "2,false,1", "4,false,1", "1,true,1", "2,true,1", "4,true,1",
        "1,false,2", "2,false,2", "4,false,2", "1,true,2", "2,true,2", "4,true,2"})
    void shouldDeliverOnceForThePlainSubscriptionsAndOnceForEachGroup(
        final int workers, final boolean persistent, final int qos)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient client = connect(broker, "c", persistent).acknowledges(true);
            subscribe(broker, client, "$share/g/t/a", 2, 5);
            subscribe(broker, client, "t/+", 1, 3);
            subscribe(broker, client, "$share/h/t/#", 2, 7);
            subscribe(broker, client, "t/a", 2, 4);
            publish(broker, "t/a", "m", qos);

            assertEquals(List.of("[3, 4]", "[5]", "[7]"), ids(client));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "4,4", "2,4", "4,1"})
    void shouldDeliverTheSameFromTheLogAfterACrash(final int before, final int after)
    {
        Lockstep broker = LockstepSetup.workers(before).start();
        final TestClient client = connect(broker, "c", true);
        subscribe(broker, client, "$share/g/t/a", 1, 5);
        subscribe(broker, client, "t/+", 1, 3);
        subscribe(broker, client, "$share/h/t/#", 1, 7);
        client.lose();
        broker.run();
        publish(broker, "t/a", "m", 1);
        broker = broker.crash(broker.log().committed(), after, false);
        client.acknowledges(true).connectPersistent(true, connect -> connect.receiveMaximum(1));
        broker.run();

        assertEquals(List.of("[3]", "[5]", "[7]"), ids(client));
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"1,true,true", "2,true,false", "4,true,true", "1,false,true", "2,false,true", "4,false,false"})
    void shouldGiveWhatAnotherMemberLeftWithItsOwnIdentifier(
        final int workers, final boolean persistent, final boolean away)
    {
        Lockstep broker = LockstepSetup.workers(workers).start();
        final TestClient ends = connect(broker, "ends", persistent);
        subscribe(broker, ends, "$share/g/t", 1, 9);
        for (int i = 0; i < 5; i++)
        {
            publish(broker, "t", "m" + i, 1);
        }
        final TestClient stays = connect(broker, "stays", true);
        subscribe(broker, stays, "$share/g/t", 1, 7);
        subscribe(broker, stays, "other", 1, 8);
        if (away)
        {
            stays.lose();
            broker.run();
        }
        assertEquals(List.of("[9]", "[9]", "[9]", "[9]", "[9]"), ids(ends));
        ends.lose();
        broker.run();
        if (persistent)
        {
            ends.connectClean();
        }
        if (away)
        {
            broker = broker.crash(broker.log().committed(), 3, false);
            stays.acknowledges(true).connectPersistent(true, connect -> connect.receiveMaximum(2));
            broker.run();
        }
        assertEquals(List.of("[7]", "[7]", "[7]", "[7]", "[7]"), ids(stays));
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"1,true", "2,true", "4,true", "1,false", "2,false", "4,false"})
    void shouldGiveWhatIsLeftToTheGroupFromWhichItCame(final int workers, final boolean persistent)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient ends = connect(broker, "ends", persistent);
            subscribe(broker, ends, "$share/g/t", 1, 1);
            subscribe(broker, ends, "$share/h/t", 1, 2);
            subscribe(broker, ends, "t", 1, 3);
            publish(broker, "t", "m", 1);
            final TestClient one = connect(broker, "one", persistent).subscribe("$share/g/t", 1);
            final TestClient other = connect(broker, "other", persistent).subscribe("$share/h/t", 1);
            assertEquals(List.of("[1]", "[2]", "[3]"), ids(ends));
            ends.lose();
            broker.run();
            if (persistent)
            {
                ends.connectClean();
            }
            assertEquals(List.of("m"), one.takeMessages());
            assertEquals(List.of("m"), other.takeMessages());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldNotRetainAgainWhatIsLeft(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient ends = connect(broker, "ends", false).subscribe("$share/g/t", 1);
            final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
            publisher.publish("t", "old", 1, true);
            broker.run();
            publisher.publish("t", "new", 1, true);
            broker.run();
            final TestClient stays = connect(broker, "stays", false).subscribe("$share/g/t", 1);
            ends.lose();
            broker.run();

            assertEquals(2, stays.takeMessages().size());
            assertEquals(List.of("new"), connect(broker, "late", false).subscribe("t", 1).takeMessages());
        }
    }

    @ParameterizedTest
    @CsvSource({"1,true", "2,true", "4,true", "1,false", "2,false", "4,false"})
    void shouldGiveWhatIsLeftToAMemberThatWantsQos0(final int workers, final boolean persistent)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient ends = connect(broker, "ends", persistent).subscribe("$share/g/t", 1);
            publish(broker, "t", "m", 1);
            ends.expectMessage("m");
            final TestClient stays = connect(broker, "stays", false).subscribe("$share/g/t", 0);
            ends.lose();
            broker.run();
            if (persistent)
            {
                ends.connectClean();
            }
            assertEquals(0, stays.expectMessage("m").qos());
            assertEquals(0, broker.count(Counter.DROPPED_NO_MEMBER));
        }
    }

    @Test
    void shouldChooseAgainWhereTheChosenMemberEndsBeforeTheMessageComes()
    {
        try (Lockstep broker = LockstepSetup.workers(2).start())
        {
            final String topic = broker.topicAt(1, "t");
            final TestClient ends = connect(broker, broker.idAt(0, "ends"), false).subscribe("$share/g/" + topic, 1);
            final TestClient publisher = broker.client(broker.idAt(1, "p")).acknowledges(true).connectClean();
            broker.bus(1).stall(0, Stage.DELIVER, true);
            publisher.publish(topic, "m", 1);
            broker.run();
            ends.lose();
            broker.run();
            final TestClient stays = connect(broker, broker.idAt(1, "stays"), false).subscribe("$share/g/" + topic, 1);
            broker.bus(1).stall(0, Stage.DELIVER, false);
            broker.run();

            stays.expectMessage("m");
            assertEquals(0, broker.count(Counter.DROPPED_NO_SESSION));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "4,4", "2,4", "4,1"})
    void shouldKeepTheIdentifierOfRetainedMessagesThatWait(final int before, final int after)
    {
        Lockstep broker = LockstepSetup.workers(before).start();
        final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
        for (int i = 0; i < 4; i++)
        {
            publisher.publish("t/" + i, "m" + i, 1, true);
        }
        broker.run();
        final TestClient client =
            broker.client("c").connectPersistent(false, connect -> connect.receiveMaximum(1));
        client.sendSubscribe(subscribe -> subscribe.subscriptionId(6).filter("t/#", 1));
        broker.run();
        client.lose();
        broker.run();
        broker = broker.crash(broker.log().committed(), after, false);
        client.takeAll();
        client.acknowledges(true).connectPersistent(true, connect -> connect.receiveMaximum(1));
        broker.run();

        assertEquals(List.of("[6]", "[6]", "[6]", "[6]"), ids(client));
        broker.close();
    }

    @Test
    void shouldCountATargetThatHasGoneOnce()
    {
        try (Lockstep broker = LockstepSetup.workers(2).start())
        {
            final String topic = broker.topicAt(1, "t");
            final TestClient gone = connect(broker, broker.idAt(0, "gone"), true).subscribe(topic, 1);
            connect(broker, broker.idAt(0, "stays"), true).subscribe(topic, 1);
            broker.bus(1).stall(0, Stage.EVENT, true);
            broker.client(broker.idAt(1, "p")).connectClean().publish(topic, "m", 1);
            broker.run();
            gone.sendConnect(true, connect -> connect.sessionExpirySeconds(0));
            broker.run();
            assertEquals(0, broker.count(Counter.DROPPED_NO_SESSION));
            broker.bus(1).stall(0, Stage.EVENT, false);
            broker.run();

            assertEquals(1, broker.count(Counter.DROPPED_NO_SESSION));
            try (Lockstep again = broker.crash(broker.log().committed(), 2, false))
            {
                assertEquals(0, again.count(Counter.DROPPED_NO_SESSION));
            }
        }
    }

    /** A member that is away gets nothing as long as another is there, whichever workers own topics and sessions. */
    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "4,4", "2,4", "4,1"})
    void shouldPreferWhoIsThereAfterARestart(final int before, final int after)
    {
        Lockstep broker = LockstepSetup.workers(before).start();
        final List<TestClient> away = new ArrayList<>();
        for (int i = 0; i < 4; i++)
        {
            away.add(connect(broker, "away" + i, true).subscribe("$share/g/t/+", 1));
        }
        final TestClient there = connect(broker, "there", true).subscribe("$share/g/t/+", 1);
        broker = broker.crash(broker.log().committed(), after, false);
        there.acknowledges(true).connectPersistent(true);
        final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
        for (int i = 0; i < 20; i++)
        {
            publisher.publish("t/" + i, "m" + i, 1);
            broker.run();
        }
        assertEquals(20, there.takeMessages().size());
        for (final TestClient client : away)
        {
            client.connectPersistent(true);
            assertEquals(List.of(), client.takeMessages());
        }
        broker.close();
    }

    /** What an owner knows of a member may not stay behind when the member subscribes again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldKnowThatAMemberHasRoomAgainAfterItSubscribedWhileItHadNone(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient busy = broker.client("busy").connectPersistent(false, connect -> connect.receiveMaximum(1));
            busy.subscribe("$share/g/t", 1).subscribe("own", 1);
            publish(broker, "own", "fills", 1);
            final Packet fills = busy.expectMessage("fills");
            busy.subscribe("$share/g/u", 1);
            busy.ack(PacketType.PUBACK, fills.packetId());
            broker.run();
            final TestClient slow = broker.client("slow").connectPersistent(false, connect -> connect.receiveMaximum(1));
            slow.subscribe("$share/g/t", 1).subscribe("$share/g/u", 1).subscribe("own2", 1);
            publish(broker, "own2", "fills", 1);
            slow.expectMessage("fills");
            publish(broker, "t", "a", 1);
            busy.ack(PacketType.PUBACK, busy.expectMessage("a").packetId());
            broker.run();
            publish(broker, "u", "b", 1);

            busy.expectMessage("b");
            assertTrue(slow.takeMessages().isEmpty());
        }
    }
}
