package io.maxmq.core.rules;

import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.SeedOnFailure;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.journal.event.EventType;
import io.maxmq.transport.codec.PacketType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Rule 2: a session once persistent stays log-fed until it ends, whatever its expiry becomes. */
@ExtendWith(SeedOnFailure.class)
class Rule02LogFedTest
{
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldFeedASessionFromTheLogAfterItsExpiryBecameZero(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient subscriber = broker.client("s").connectPersistent(false).subscribe("t", 1);
            final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
            publisher.publish("t", "first", 1);
            broker.run();
            assertEquals(1, subscriber.expectMessage("first").packetId());
            subscriber.disconnect();
            broker.run();

            TestClient.connected(subscriber.sendConnect(false, connect -> connect.sessionExpirySeconds(0)), true);
            publisher.publish("t", "second", 1);
            broker.run();

            assertEquals(1, subscriber.expectMessage("first").packetId());
            assertEquals(2, subscriber.expectMessage("second").packetId());
            assertEquals(2, Steps.events(broker, EventType.MESSAGE).size());
            subscriber.ack(PacketType.PUBACK, 2);
            broker.run();
            assertEquals(1, Steps.events(broker, EventType.ACKED).size());

            subscriber.disconnect();
            broker.run();
            assertEquals(1, Steps.events(broker, EventType.SESSION_END).size());
            subscriber.connectPersistent(false).expectNothing();
        }
    }
}
