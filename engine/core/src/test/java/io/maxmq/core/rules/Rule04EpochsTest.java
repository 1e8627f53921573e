package io.maxmq.core.rules;

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
 * Rule 4: epoch and connection number travel with everything, so that what belongs to an earlier connection or session
 * does not reach a later one, while the message itself stands.
 */
@ExtendWith(SeedOnFailure.class)
class Rule04EpochsTest
{
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldLogACleanStartBeforeConnack(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers)
            .log(readers -> new CrashableLog(readers, CrashableLog.Sync.WHEN_TOLD)).start())
        {
            final TestClient client = broker.client("c").sendConnect(false, c -> c.sessionExpirySeconds(1000));
            Steps.runAndSync(broker);
            client.expect(PacketType.CONNACK);
            client.disconnect();
            Steps.runAndSync(broker);

            client.sendConnect(true, connect -> connect.sessionExpirySeconds(1000));
            broker.run();
            client.expectNothing();
            Steps.runAndSync(broker);
            assertEquals(false, client.expect(PacketType.CONNACK).sessionPresent());
            assertEquals(1, Steps.events(broker, EventType.SESSION_END).size());
            assertEquals(2, Steps.events(broker, EventType.SESSION_OPEN).size());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotSendAQos1AcknowledgementOfAnEarlierConnection(final boolean logged)
    {
        try (Lockstep broker = LockstepSetup.workers(2).start())
        {
            final String topic = broker.topicAt(1, "t");
            final TestClient subscriber = broker.client("s");
            (logged ? subscriber.connectPersistent(false) : subscriber.connectClean()).subscribe(topic, 1);
            final TestClient publisher = broker.client(broker.idAt(0, "p")).connectPersistent(false);
            broker.bus(0).stall(1, Stage.PUBLISH_DURABLE, true);
            publisher.publish(topic, "m", 1);
            broker.run();
            publisher.lose();
            broker.run();
            publisher.connectPersistent(true);
            broker.bus(0).stall(1, Stage.PUBLISH_DURABLE, false);
            broker.run();

            publisher.expectNothing();
            assertEquals(List.of("m"), subscriber.takeMessages());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAnswerAQos2MessageThatALaterConnectionSentAgain(final boolean logged)
    {
        try (Lockstep broker = LockstepSetup.workers(2).start())
        {
            final String topic = broker.topicAt(1, "t");
            final TestClient subscriber = broker.client("s");
            (logged ? subscriber.connectPersistent(false) : subscriber.connectClean()).subscribe(topic, 1);
            final TestClient publisher = broker.client(broker.idAt(0, "p")).connectPersistent(false);
            broker.bus(0).stall(1, Stage.PUBLISH_DURABLE, true);
            final int id = publisher.publish(topic, "m", 2);
            broker.run();
            publisher.lose();
            broker.run();
            publisher.connectPersistent(true);
            publisher.publish(topic, "m", 2, false, true, id);
            broker.run();
            publisher.expectNothing();
            broker.bus(0).stall(1, Stage.PUBLISH_DURABLE, false);
            broker.run();

            assertEquals(id, publisher.expect(PacketType.PUBREC).packetId());
            publisher.expectNothing();
            assertEquals(List.of("m"), subscriber.takeMessages());
        }
    }

    @Test
    void shouldLetTheMessageOfAnEarlierSessionStandWithoutItsAcknowledgement()
    {
        try (Lockstep broker = LockstepSetup.workers(2).start())
        {
            final String topic = broker.topicAt(1, "t");
            final TestClient subscriber = broker.client("s").connectPersistent(false).subscribe(topic, 2);
            final TestClient publisher = broker.client(broker.idAt(0, "p")).connectPersistent(false);
            broker.bus(0).stall(1, Stage.PUBLISH_DURABLE, true);
            final int id = publisher.publish(topic, "old", 2);
            broker.run();
            publisher.lose();
            broker.run();
            TestClient.connected(publisher.sendConnect(true, connect -> connect.sessionExpirySeconds(1000)), false);
            broker.bus(0).stall(1, Stage.PUBLISH_DURABLE, false);
            broker.run();
            publisher.expectNothing();
            assertEquals(List.of("old"), subscriber.takeMessages());

            // the id is free in the new session: the same id names another message
            publisher.publish(topic, "new", 2, false, false, id);
            broker.run();
            assertEquals(List.of("new"), subscriber.takeMessages());
            publisher.expect(PacketType.PUBREC);
        }
    }
}
