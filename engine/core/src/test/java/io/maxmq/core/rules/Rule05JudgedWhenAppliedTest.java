package io.maxmq.core.rules;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.SeedOnFailure;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.log.CrashableLog;
import io.maxmq.transport.bus.Stage;
import io.maxmq.transport.codec.PacketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Rule 5: commands are judged when they are applied, by session, connection and subscription incarnation; a target that
 * has gone is skipped.
 */
@ExtendWith(SeedOnFailure.class)
class Rule05JudgedWhenAppliedTest
{
    private static Lockstep syncedWhenTold(final int workers)
    {
        return LockstepSetup.workers(workers)
            .log(readers -> new CrashableLog(readers, CrashableLog.Sync.WHEN_TOLD)).start();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldNotReportASessionWhoseEndStoodInTheLogBefore(final int workers)
    {
        try (Lockstep broker = syncedWhenTold(workers))
        {
            final TestClient client = broker.client("c").sendConnect(false, connect -> connect.sessionExpirySeconds(10));
            Steps.runAndSync(broker);
            client.expect(PacketType.CONNACK);
            client.disconnect();
            Steps.runAndSync(broker);
            broker.advanceMs(11_000);
            assertEquals(1, Steps.events(broker, EventType.SESSION_END).size());

            client.sendConnect(false, connect -> connect.sessionExpirySeconds(10));
            Steps.runAndSync(broker);
            assertEquals(false, client.expect(PacketType.CONNACK).sessionPresent());
            assertEquals(1, broker.count(Counter.SESSIONS));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldNotEndASessionThatIsBeingOpened(final int workers)
    {
        try (Lockstep broker = syncedWhenTold(workers))
        {
            final TestClient client = broker.client("c").sendConnect(false, connect -> connect.sessionExpirySeconds(10));
            Steps.runAndSync(broker);
            client.expect(PacketType.CONNACK);
            client.sendSubscribe(subscribe -> subscribe.filter("t", 1));
            client.disconnect();
            Steps.runAndSync(broker);
            client.takeAll();
            broker.advanceMs(9_900);

            client.sendConnect(false, connect -> connect.sessionExpirySeconds(10));
            broker.run();
            broker.advanceMs(2_000);
            Steps.runAndSync(broker);
            assertEquals(true, client.expect(PacketType.CONNACK).sessionPresent());
            broker.client("p").connectClean().publish("t", "m", 1);
            Steps.runAndSync(broker);
            client.expectMessage("m");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldNotLetTwoConnectionsOpenASessionAtOnce(final int workers)
    {
        try (Lockstep broker = syncedWhenTold(workers))
        {
            final TestClient first = broker.client("c").sendConnect(false, connect -> connect.sessionExpirySeconds(10));
            Steps.runAndSync(broker);
            first.expect(PacketType.CONNACK);
            final TestClient second = broker.client("c").sendConnect(true, connect -> connect.sessionExpirySeconds(10));
            broker.run();
            final TestClient third = broker.client("c").sendConnect(true, connect ->
            {});
            broker.run();
            for (long sequence = Steps.log(broker).committed() + 1; sequence <= Steps.log(broker).appended(); sequence++)
            {
                Steps.log(broker).syncTo(sequence);
                broker.run();
            }
            Steps.runAndSync(broker);

            assertEquals(0x8E, first.expect(PacketType.DISCONNECT).reasonCode());
            assertEquals(false, third.expect(PacketType.CONNACK).sessionPresent());
            third.publish("t", "m", 1);
            Steps.runAndSync(broker);
            third.expect(PacketType.PUBACK);
            third.disconnect();
            Steps.runAndSync(broker);
            assertEquals(0, broker.count(Counter.SESSIONS));
            assertEquals(0, second.takeAll().stream().filter(p -> p.type() == PacketType.CONNACK && p.sessionPresent())
                .count());
        }
    }

    @Test
    void shouldSkipATargetWhoseSessionHasEnded()
    {
        try (Lockstep broker = LockstepSetup.workers(2).start())
        {
            final String topic = broker.topicAt(1, "t");
            final TestClient gone = broker.client(broker.idAt(0, "gone")).connectPersistent(false).subscribe(topic, 1);
            final TestClient stays = broker.client(broker.idAt(0, "stays")).connectPersistent(false).subscribe(topic, 1);
            final TestClient publisher = broker.client(broker.idAt(1, "p")).connectClean();
            broker.bus(1).stall(0, Stage.EVENT, true);
            publisher.publish(topic, "m", 1);
            broker.run();
            gone.disconnect();
            broker.run();
            TestClient.connected(gone.sendConnect(true, connect -> connect.sessionExpirySeconds(10)), false);
            broker.bus(1).stall(0, Stage.EVENT, false);
            broker.run();

            stays.expectMessage("m");
            gone.expectNothing();
            publisher.expect(PacketType.PUBACK);
        }
    }

    @Test
    void shouldSkipRetainedMessagesOfASubscriptionThatHasGone()
    {
        try (Lockstep broker = LockstepSetup.workers(2).start())
        {
            final String topic = broker.topicAt(1, "t");
            final TestClient publisher = broker.client(broker.idAt(1, "p")).connectClean();
            publisher.publish(topic, "retained", 1, true);
            broker.run();
            final TestClient subscriber = broker.client(broker.idAt(0, "s")).connectPersistent(false);
            broker.bus(1).stall(0, Stage.EVENT, true);
            subscriber.subscribe(topic, 1);
            subscriber.sendUnsubscribe(topic);
            subscriber.sendSubscribe(subscribe -> subscribe.filter(topic, 1, false, false, 2));
            broker.run();
            subscriber.expect(PacketType.UNSUBACK);
            subscriber.expect(PacketType.SUBACK);
            broker.bus(1).stall(0, Stage.EVENT, false);
            broker.run();

            subscriber.expectNothing();
            publisher.publish(topic, "live", 1);
            broker.run();
            assertEquals(List.of("live"), subscriber.takeMessages());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldReportWhatAnUnsubscribeFoundWhenItWasApplied(final int workers)
    {
        try (Lockstep broker = syncedWhenTold(workers))
        {
            final TestClient client = broker.client("c").sendConnect(false, connect -> connect.sessionExpirySeconds(10));
            Steps.runAndSync(broker);
            client.expect(PacketType.CONNACK);
            client.sendSubscribe(subscribe -> subscribe.filter("t", 1));
            client.sendUnsubscribe("t");
            client.sendUnsubscribe("t");
            broker.run();
            client.expectNothing();
            Steps.runAndSync(broker);
            client.expect(PacketType.SUBACK);
            assertEquals(0, client.expect(PacketType.UNSUBACK).codes()[0]);
            assertEquals(0x11, client.expect(PacketType.UNSUBACK).codes()[0]);
        }
    }
}
