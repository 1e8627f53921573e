package io.maxmq.core.rules;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.SeedOnFailure;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.log.CrashableLog;
import io.maxmq.transport.codec.PacketType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Rule 3: no step of QoS 2 leaves before the one it rests on is logged, and a message sent again is not forwarded
 * again.
 */
@ExtendWith(SeedOnFailure.class)
class Rule03Qos2Test
{
    private static Lockstep start(final int workers)
    {
        return LockstepSetup.workers(workers)
            .log(readers -> new CrashableLog(readers, CrashableLog.Sync.WHEN_TOLD)).start();
    }

    private static TestClient persistent(final Lockstep broker, final String id, final boolean present)
    {
        final TestClient client = broker.client(id);
        connect(broker, client, present);
        return client;
    }

    private static void connect(final Lockstep broker, final TestClient client, final boolean present)
    {
        client.sendConnect(false, connect -> connect.sessionExpirySeconds(1000));
        Steps.runAndSync(broker);
        assertEquals(present, client.expect(PacketType.CONNACK).sessionPresent());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldAnswerAPublisherOnlyAfterTheLog(final int workers)
    {
        try (Lockstep broker = start(workers))
        {
            final TestClient publisher = persistent(broker, "p", false);
            final int id = publisher.publish("t", "m", 2);
            broker.run();
            publisher.expectNothing();
            Steps.runAndSync(broker);
            publisher.expect(PacketType.PUBREC);

            publisher.ack(PacketType.PUBREL, id);
            broker.run();
            publisher.expectNothing();
            Steps.runAndSync(broker);
            publisher.expect(PacketType.PUBCOMP);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldReleaseASubscriberOnlyAfterTheLog(final int workers)
    {
        try (Lockstep broker = start(workers))
        {
            final TestClient subscriber = persistent(broker, "s", false);
            subscriber.sendSubscribe(subscribe -> subscribe.filter("t", 2));
            Steps.runAndSync(broker);
            subscriber.expect(PacketType.SUBACK);
            final TestClient publisher = broker.client("p").connectClean();
            publisher.publish("t", "m", 2);
            Steps.runAndSync(broker);
            final int id = subscriber.expectMessage("m").packetId();

            subscriber.ack(PacketType.PUBREC, id);
            broker.run();
            subscriber.expectNothing();
            Steps.runAndSync(broker);
            subscriber.expect(PacketType.PUBREL);

            subscriber.lose();
            Steps.runAndSync(broker);
            connect(broker, subscriber, true);
            assertEquals(id, subscriber.expect(PacketType.PUBREL).packetId());
            subscriber.ack(PacketType.PUBCOMP, id);
            Steps.runAndSync(broker);
            assertEquals(0, Steps.log(broker).retained(broker.homeOf("s"), 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldNotForwardAgainWhatIsInFlight(final int workers)
    {
        try (Lockstep broker = start(workers))
        {
            final TestClient subscriber = broker.client("s").connectClean().subscribe("t", 0);
            final TestClient publisher = persistent(broker, "p", false);
            final int id = publisher.publish("t", "m", 2);
            publisher.publish("t", "m", 2, false, true, id);
            broker.run();
            publisher.publish("t", "m", 2, false, true, id);
            broker.run();
            publisher.lose();
            Steps.runAndSync(broker);

            connect(broker, publisher, true);
            publisher.publish("t", "m", 2, false, true, id);
            Steps.runAndSync(broker);
            publisher.expect(PacketType.PUBREC);
            publisher.publish("t", "m", 2, false, true, id);
            Steps.runAndSync(broker);
            publisher.expect(PacketType.PUBREC);

            assertEquals(List.of("m"), subscriber.takeMessages());
            assertEquals(1, Steps.events(broker, EventType.MESSAGE).size());
            assertTrue(broker.count(Counter.PUBLISH_DUPLICATE) >= 4);

            publisher.ack(PacketType.PUBREL, id);
            Steps.runAndSync(broker);
            publisher.expect(PacketType.PUBCOMP);
            publisher.publish("t", "next", 2, false, false, id);
            Steps.runAndSync(broker);
            assertEquals(List.of("next"), subscriber.takeMessages());
        }
    }
}
