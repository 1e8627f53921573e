package io.maxmq.core.rules;

import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.SeedOnFailure;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.transport.codec.PacketType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Rule 9: nobody falls further behind the log than the limit; the publishers wait, and nothing is lost. */
@ExtendWith(SeedOnFailure.class)
class Rule09LagTest
{
    private static final int LIMIT = 64 * 1024;
    private static final int MESSAGES = 95;
    private static final String PAYLOAD = "x".repeat(4096);

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void shouldHoldPublishersWhileAWorkerIsBehind(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).maxLagBytes(LIMIT).window(16, 1 << 20).start())
        {
            final int last = workers - 1;
            final String topic = broker.topicAt(0, "t");
            final TestClient subscriber = broker.client(broker.idAt(0, "s")).acknowledges(true).connectPersistent(false);
            subscriber.subscribe(topic, 1);
            final TestClient publisher = broker.client(broker.idAt(0, "p")).connectClean();
            broker.stall(last, true);
            final long before = broker.sequencer().counters().bytes();
            for (int i = 0; i < MESSAGES; i++)
            {
                publisher.publish(topic, PAYLOAD, 1);
            }
            broker.steps(200);
            final long logged = broker.sequencer().counters().bytes() - before;
            final long acknowledged = publisher.takeAll().size();
            assertTrue(logged > LIMIT / 2 && logged < LIMIT + 64 * 5_000, logged + " bytes logged");
            assertTrue(acknowledged < MESSAGES, acknowledged + " acknowledged");

            broker.stall(last, false);
            broker.run();
            assertEquals(MESSAGES, subscriber.takeMessages().size());
            assertEquals(MESSAGES, acknowledged + publisher.takeAll().stream()
                .filter(packet -> packet.type() == PacketType.PUBACK).count());
        }
    }
}
