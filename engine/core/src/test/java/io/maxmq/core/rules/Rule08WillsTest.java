package io.maxmq.core.rules;

import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.SeedOnFailure;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.event.SessionOpenEvent;
import io.maxmq.journal.log.CrashableLog;
import io.maxmq.transport.bus.Stage;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.PacketType;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Rule 8: wills of persistent sessions are logged with their connection, and fire once, by an event. */
@ExtendWith(SeedOnFailure.class)
class Rule08WillsTest
{
    private static ConnectEncoder will(final ConnectEncoder connect, final String topic, final int delaySeconds)
    {
        connect.sessionExpirySeconds(1000).will(topic, "dead".getBytes(), 1, false);
        return delaySeconds == 0 ? connect : connect.willDelaySeconds(delaySeconds);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldLogTheWillBeforeConnack(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers)
            .log(readers -> new CrashableLog(readers, CrashableLog.Sync.WHEN_TOLD)).start())
        {
            final TestClient client = broker.client("c").sendConnect(false, connect -> will(connect, "w", 5));
            broker.run();
            client.expectNothing();
            Steps.runAndSync(broker);
            client.expect(PacketType.CONNACK);
            final SessionOpenEvent open = new SessionOpenEvent();
            final DirectBuffer event =
                Steps.log(broker).event(Steps.events(broker, EventType.SESSION_OPEN).get(0));
            assertTrue(open.wrap(event, 0, event.capacity()) && open.hasWill());
            assertEquals(5, open.willDelaySeconds());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldFireOnceByALoggedEvent(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient watcher = broker.client("w").connectClean().subscribe("w", 1);
            final TestClient client = broker.client("c");
            TestClient.connected(client.sendConnect(false, connect -> will(connect, "w", 5)), false);
            client.lose();
            broker.run();
            watcher.expectNothing();
            broker.advanceMs(5_100);
            watcher.expectMessage("dead");
            assertEquals(1, Steps.events(broker, EventType.MESSAGE).size());
            broker.advanceMs(60_000);
            client.connectPersistent(true).lose();
            broker.advanceMs(60_000);
            watcher.expectNothing();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldNotFireWhenTheClientCameBackInTime(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient watcher = broker.client("w").connectClean().subscribe("w", 1);
            final TestClient client = broker.client("c");
            TestClient.connected(client.sendConnect(false, connect -> will(connect, "w", 5)), false);
            client.lose();
            broker.advanceMs(4_900);
            TestClient.connected(client.sendConnect(false, connect -> will(connect, "w", 5)), true);
            broker.advanceMs(60_000);
            watcher.expectNothing();
        }
    }

    @Test
    void shouldLetAConnectWaitForAWillThatIsOnItsWay()
    {
        try (Lockstep broker = LockstepSetup.workers(2).start())
        {
            final String topic = broker.topicAt(1, "w");
            final TestClient watcher = broker.client("w").connectClean().subscribe(topic, 1);
            final TestClient client = broker.client(broker.idAt(0, "c"));
            TestClient.connected(client.sendConnect(false, connect -> will(connect, topic, 0)), false);
            broker.bus(0).stall(1, Stage.PUBLISH_DURABLE, true);
            client.lose();
            broker.run();
            client.sendConnect(false, connect -> will(connect, topic, 0));
            broker.steps(50);
            client.expectNothing();
            watcher.expectNothing();

            broker.bus(0).stall(1, Stage.PUBLISH_DURABLE, false);
            broker.run();
            assertEquals(true, client.expect(PacketType.CONNACK).sessionPresent());
            assertEquals(List.of("dead"), watcher.takeMessages());
            client.lose();
            broker.run();
            assertEquals(List.of("dead"), watcher.takeMessages());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldNotHoldAClientForEverWhenTheLogHasNoRoomForItsWill(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient watcher = broker.client("w").connectClean().subscribe("w", 1);
            final TestClient client = broker.client("c");
            TestClient.connected(client.sendConnect(false, connect -> will(connect, "w", 0)), false);
            Steps.log(broker).full(true);
            client.lose();
            broker.steps(50);
            Steps.log(broker).full(false);
            client.connectPersistent(true);
            assertEquals(List.of("dead"), watcher.takeMessages());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldFireADelayedWillWhenACleanStartEndsTheSession(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient watcher = broker.client("w").connectClean().subscribe("w", 1);
            final TestClient client = broker.client("c");
            TestClient.connected(client.sendConnect(false, connect -> will(connect, "w", 100)), false);
            client.lose();
            broker.advanceMs(1_000);
            watcher.expectNothing();
            TestClient.connected(client.sendConnect(true, connect -> connect.sessionExpirySeconds(1000)), false);
            assertEquals(List.of("dead"), watcher.takeMessages());
            broker.advanceMs(200_000);
            watcher.expectNothing();
        }
    }
}
