package io.maxmq.core.lockstep;

import io.maxmq.transport.codec.PacketType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The whole way of messages, at every QoS, for clean and persistent sessions of every version. */
@ExtendWith(SeedOnFailure.class)
class LockstepTest
{
    @ParameterizedTest
    @CsvSource({"1,3", "1,4", "1,5", "2,3", "2,4", "2,5", "4,3", "4,4", "4,5"})
    void shouldDeliverEveryQosToCleanAndPersistentSessions(final int workers, final int version)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient clean = broker.client("clean", version).acknowledges(true).connectClean();
            final TestClient persistent =
                broker.client("persistent", version).acknowledges(true).connectPersistent(false);
            final TestClient publisher = broker.client("publisher", version).acknowledges(true).connectClean();
            clean.subscribe("a/+", 2);
            persistent.subscribe("a/#", 2);
            for (int i = 0; i < 20; i++)
            {
                for (int qos = 0; qos < 3; qos++)
                {
                    publisher.publish("a/" + i % 5, "m" + i, qos);
                }
            }
            broker.run();

            assertEquals(60, clean.takeMessages().size());
            assertEquals(60, persistent.takeMessages().size());
            assertEquals(20, publisher.takeAll().stream().filter(p -> p.type() == PacketType.PUBCOMP).count());
            assertTrue(broker.log().committed() > 0);
        }
    }
}
