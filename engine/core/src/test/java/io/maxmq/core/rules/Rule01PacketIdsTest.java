package io.maxmq.core.rules;

import io.maxmq.core.MqttLimits;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.Packet;
import io.maxmq.core.lockstep.SeedOnFailure;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.core.session.SessionLimits;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PublishEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Rule 1: outbound packet ids derive from the enqueue number; nothing is sent that far ahead that an id would be used
 * twice; what was once sent never expires and is never dropped.
 */
@ExtendWith(SeedOnFailure.class)
class Rule01PacketIdsTest
{
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldSendAgainWithTheSameIdsInOrder(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient subscriber = broker.client("s").connectPersistent(false).subscribe("t", 2);
            final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
            for (int i = 1; i <= 6; i++)
            {
                publisher.publish("t", "m" + i, 1 + i % 2);
            }
            broker.run();
            for (int i = 1; i <= 6; i++)
            {
                assertEquals(i, subscriber.expectMessage("m" + i).packetId());
            }
            subscriber.ack(PacketType.PUBREC, 1);
            subscriber.ack(PacketType.PUBACK, 4);
            broker.run();
            subscriber.expect(PacketType.PUBREL);
            subscriber.ack(PacketType.PUBCOMP, 1);
            broker.run();
            subscriber.lose();
            publisher.publish("t", "m7", 1);
            broker.run();

            subscriber.connectPersistent(true);
            for (int i = 1; i <= 7; i++)
            {
                if (i != 1 && i != 4)
                {
                    final Packet packet = subscriber.expectMessage("m" + i);
                    assertEquals(i, packet.packetId());
                    assertEquals(i < 7, packet.dup(), packet.toString());
                }
            }
            subscriber.expectNothing();
        }
    }

    @Test
    void shouldNotSendFurtherThanPacketIdsReach()
    {
        final int ids = 65_535;
        try (Lockstep broker = LockstepSetup.workers(1).limits(Rule01PacketIdsTest::wideOpen).start())
        {
            final TestClient subscriber = broker.client("s").connectPersistent(false).subscribe("t", 1);
            final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
            int received = 0;
            for (int i = 0; i < ids + 10; i++)
            {
                publisher.publish("t", "", 1);
                if (i % 500 == 0)
                {
                    received += run(broker, subscriber);
                }
            }
            received += run(broker, subscriber);
            assertEquals(ids, received);

            subscriber.ack(PacketType.PUBACK, 1);
            broker.run();
            assertEquals(1, subscriber.expect(PacketType.PUBLISH).packetId());
        }
    }

    /** Acknowledges everything but the first message. */
    private static int run(final Lockstep broker, final TestClient subscriber)
    {
        broker.run();
        final List<Packet> packets = subscriber.takeAll();
        for (final Packet packet : packets)
        {
            if (packet.packetId() != 1)
            {
                subscriber.ack(PacketType.PUBACK, packet.packetId());
            }
        }
        broker.run();
        return packets.size();
    }

    private static MqttLimits wideOpen(final MqttLimits limits)
    {
        return new MqttLimits(1 << 20, 65_535, 65_535, 10, 10, 2, true, true, true, true, 32, 1024, 256, 100,
            0xFFFF_FFFFL, -1, 0, true, false, 1 << 24);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldNotLetExpireWhatWasSent(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient subscriber =
                broker.client("s").connectPersistent(false, connect -> connect.receiveMaximum(1)).subscribe("t", 1);
            final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
            publisher.publish(new PublishEncoder().start(5, 1, false, false).topic("t").payload("sent".getBytes())
                .messageExpirySeconds(10).packetId(1));
            publisher.publish(new PublishEncoder().start(5, 1, false, false).topic("t").payload("waits".getBytes())
                .messageExpirySeconds(10).packetId(2));
            broker.run();
            subscriber.expectMessage("sent");
            subscriber.lose();
            broker.run();
            broker.advanceMs(20_000);

            subscriber.connectPersistent(true);
            assertTrue(subscriber.expectMessage("sent").dup());
            subscriber.ack(PacketType.PUBACK, 1);
            broker.run();
            subscriber.expectNothing();
            assertEquals(1, broker.count(Counter.DROPPED_EXPIRED));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldNotDropWhatWasSentWhenTheQueueIsFull(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).queues(5, SessionLimits.Overflow.DROP_OLDEST).start())
        {
            final TestClient subscriber =
                broker.client("s").connectPersistent(false, connect -> connect.receiveMaximum(2)).subscribe("t", 1);
            final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
            for (int i = 1; i <= 9; i++)
            {
                publisher.publish("t", "m" + i, 1);
            }
            broker.run();
            assertEquals(List.of("m1", "m2"), subscriber.takeMessages());
            subscriber.lose();
            broker.run();
            subscriber.acknowledges(true).sendConnect(false, connect -> connect.sessionExpirySeconds(0xFFFF_FFFFL));
            broker.run();
            final List<Packet> packets = subscriber.takeAll();

            assertEquals("m1", packets.get(1).payload());
            assertTrue(packets.get(1).dup());
            assertEquals("m2", packets.get(2).payload());
            assertTrue(packets.get(2).dup());
            assertEquals("m9", packets.get(packets.size() - 1).payload());
            assertFalse(packets.get(packets.size() - 1).dup());
            assertEquals(9, packets.size() - 1 + broker.count(Counter.DROPPED_QUEUE_FULL));
        }
    }
}
