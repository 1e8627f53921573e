package io.maxmq.core.rules;

import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.Packet;
import io.maxmq.core.lockstep.SeedOnFailure;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.journal.event.BrokerStartEvent;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.PacketType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the rules of the log say of a broker that died and started again, with as many workers or another number. */
@ExtendWith(SeedOnFailure.class)
class RecoveryTest
{
    private static Lockstep crash(final Lockstep broker, final int workers)
    {
        return broker.crash(broker.log().committed(), workers, false);
    }

    /** Rule 1: the same ids; what may have been sent carries DUP, the rest does not. */
    @ParameterizedTest
    @CsvSource({"1,1", "1,4", "2,1", "2,2", "4,2"})
    void shouldSendAgainWithTheSameIds(final int before, final int after)
    {
        Lockstep broker = LockstepSetup.workers(before).start();
        final TestClient subscriber =
            broker.client("s").connectPersistent(false, connect -> connect.receiveMaximum(3)).subscribe("t", 2);
        final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
        for (int i = 1; i <= 8; i++)
        {
            publisher.publish("t", "m" + i, 1 + i % 2);
        }
        broker.run();
        assertEquals(List.of("m1", "m2", "m3"), subscriber.takeMessages());
        broker = crash(broker, after);

        subscriber.acknowledges(true).connectPersistent(true, connect -> connect.receiveMaximum(3));
        int number = 0;
        for (final Packet packet : subscriber.takeAll())
        {
            if (packet.type() == PacketType.PUBLISH)
            {
                number++;
                assertEquals("m" + number, packet.payload());
                assertEquals(number, packet.packetId());
                assertEquals(number <= 3, packet.dup(), packet.toString());
            }
        }
        assertEquals(8, number);
        broker.close();
    }

    /** MQTT-3.3.1-1, also for what an earlier connection of the broker's last run had sent. */
    @ParameterizedTest
    @CsvSource({"1,1,true", "1,4,false", "2,2,true", "4,2,false"})
    void shouldSendAgainWithDupWhatAConnectionBeforeTheLastHadSent(
        final int before, final int after, final boolean takenOver)
    {
        Lockstep broker = LockstepSetup.workers(before).start();
        final TestClient subscriber =
            broker.client("s").connectPersistent(false, connect -> connect.receiveMaximum(3)).subscribe("t", 2);
        final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
        for (int i = 1; i <= 5; i++)
        {
            publisher.publish("t", "m" + i, 1);
        }
        broker.run();
        assertEquals(List.of("m1", "m2", "m3"), subscriber.takeMessages());
        if (takenOver)
        {
            subscriber.connectPersistent(true, connect -> connect.receiveMaximum(1));
        }
        else
        {
            subscriber.lose();
        }
        broker.run();
        broker = crash(broker, after);

        subscriber.acknowledges(true).connectPersistent(true, connect -> connect.receiveMaximum(1));
        for (int i = 1; i <= 5; i++)
        {
            final Packet packet = subscriber.expectMessage("m" + i);
            assertEquals(i <= 3, packet.dup(), packet.toString());
        }
        broker.close();
    }

    /** Rule 1: an id of a message that was lost must not be taken for that of another one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldJumpWithTheIdsAfterAnUncleanStart(final int workers)
    {
        Lockstep broker = LockstepSetup.workers(workers).start();
        final TestClient subscriber = broker.client("s").connectPersistent(false).subscribe("t", 2);
        broker.client("p").connectClean().publish("t", "m1", 1);
        broker.run();
        subscriber.expectMessage("m1");
        broker = broker.crash(broker.log().committed(), workers, true);
        subscriber.connectPersistent(true);
        assertEquals(1, subscriber.expectMessage("m1").packetId());
        broker.client("p2").connectClean().publish("t", "m2", 1);
        broker.run();

        assertEquals(2 + BrokerStartEvent.ENQUEUE_JUMP, subscriber.expectMessage("m2").packetId());
        subscriber.ack(PacketType.PUBACK, (int)(2 + BrokerStartEvent.ENQUEUE_JUMP));
        subscriber.ack(PacketType.PUBACK, 1);
        broker.run();
        subscriber.lose();
        broker.run();
        subscriber.connectPersistent(true).expectNothing();
        broker.close();
    }

    /** Rule 3: what was received and released is known afterwards, in both directions. */
    @ParameterizedTest
    @CsvSource({"1,1", "1,4", "2,2", "4,1"})
    void shouldKnowBothDirectionsOfQos2(final int before, final int after)
    {
        Lockstep broker = LockstepSetup.workers(before).start();
        final TestClient subscriber = broker.client("s").connectPersistent(false).subscribe("t", 2);
        final TestClient publisher = broker.client("p").connectPersistent(false);
        final int received = publisher.publish("t", "received", 2);
        broker.run();
        publisher.expect(PacketType.PUBREC);
        subscriber.ack(PacketType.PUBREC, subscriber.expectMessage("received").packetId());
        broker.run();
        subscriber.expect(PacketType.PUBREL);
        broker = crash(broker, after);

        publisher.connectPersistent(true);
        publisher.publish("t", "received", 2, false, true, received);
        broker.run();
        publisher.expect(PacketType.PUBREC);
        publisher.ack(PacketType.PUBREL, received);
        subscriber.connectPersistent(true);
        publisher.expect(PacketType.PUBCOMP);
        subscriber.ack(PacketType.PUBCOMP, subscriber.expect(PacketType.PUBREL).packetId());
        broker.run();
        subscriber.expectNothing();

        broker = crash(broker, before);
        subscriber.connectPersistent(true).expectNothing();
        publisher.connectPersistent(true);
        publisher.ack(PacketType.PUBREL, received);
        broker.run();
        assertEquals(0x92, publisher.expect(PacketType.PUBCOMP).reasonCode());
        broker.close();
    }

    /** Rule 7: a scan that was not finished starts again, one that was does not. */
    @ParameterizedTest
    @CsvSource({"1,1", "1,4", "2,2", "4,1"})
    void shouldNotSendRetainedMessagesAgain(final int before, final int after)
    {
        Lockstep broker = LockstepSetup.workers(before).start();
        final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
        publisher.publish("t/1", "one", 1, true);
        publisher.publish("t/2", "two", 1, true);
        broker.run();
        final TestClient subscriber =
            broker.client("s").acknowledges(true).connectPersistent(false).subscribe("t/+", 1);
        assertEquals(2, subscriber.takeMessages().size());
        broker.run();
        broker = crash(broker, after);
        subscriber.connectPersistent(true);
        assertEquals(List.of(), subscriber.takeMessages());

        final TestClient late = broker.client("late").connectClean().subscribe("t/+", 1);
        assertEquals(2, late.takeMessages().size());
        broker.close();
    }

    private static ConnectEncoder will(final ConnectEncoder connect)
    {
        return connect.sessionExpirySeconds(1000).will("w", "dead".getBytes(), 1, false).willDelaySeconds(5);
    }

    /** Rule 8: after a crash wills fire, once, unless the client came back in time. */
    @ParameterizedTest
    @CsvSource({"1,1", "1,4", "2,2", "4,1"})
    void shouldFireWillsOnceUnlessTheClientComesBack(final int before, final int after)
    {
        Lockstep broker = LockstepSetup.workers(before).start();
        for (final String id : List.of("stays", "returns"))
        {
            TestClient.connected(broker.client(id).sendConnect(false, RecoveryTest::will), false);
        }
        broker = crash(broker, after);
        TestClient watcher = broker.client("w").connectClean().subscribe("w", 1);
        broker.advanceMs(3_000);
        broker.client("returns").connectPersistent(true);
        assertEquals(List.of(), watcher.takeMessages());
        broker.advanceMs(3_000);
        assertEquals(List.of("dead"), watcher.takeMessages());

        broker = crash(broker, before);
        watcher = broker.client("w2").connectClean().subscribe("w", 1);
        broker.advanceMs(60_000);
        assertEquals(List.of(), watcher.takeMessages());
        broker.close();
    }

    /** Expiry of sessions goes on where it was. */
    @ParameterizedTest
    @CsvSource({"1,1", "1,4", "2,2", "4,1"})
    void shouldLetSessionsExpire(final int before, final int after)
    {
        Lockstep broker = LockstepSetup.workers(before).start();
        final TestClient shortLived = broker.client("short");
        final TestClient longLived = broker.client("long");
        TestClient.connected(shortLived.sendConnect(false, connect -> connect.sessionExpirySeconds(10)), false);
        TestClient.connected(longLived.sendConnect(false, connect -> connect.sessionExpirySeconds(100)), false);
        broker = crash(broker, after);
        broker.advanceMs(20_000);
        shortLived.connectPersistent(false);
        longLived.connectPersistent(true);
        assertTrue(broker.log().committed() > 0);
        broker.close();
    }
}
