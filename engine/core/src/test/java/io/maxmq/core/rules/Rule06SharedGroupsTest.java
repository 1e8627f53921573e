package io.maxmq.core.rules;

import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.Packet;
import io.maxmq.core.lockstep.SeedOnFailure;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.journal.event.EventType;
import io.maxmq.transport.codec.PacketType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Rule 6: shared groups with a persistent member are logged, with their acknowledgements; a choice whose session has
 * ended is made again, by an event.
 */
@ExtendWith(SeedOnFailure.class)
class Rule06SharedGroupsTest
{
    private static final String FILTER = "$share/g/t";
    private static final int MESSAGES = 10;

    private static List<String> publish(final Lockstep broker, final int qos)
    {
        final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
        final List<String> payloads = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++)
        {
            payloads.add("m" + i);
            publisher.publish("t", "m" + i, qos);
        }
        broker.run();
        return payloads;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldLogWhatACleanMemberGetsAndAcknowledges(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient persistent = broker.client("a").connectPersistent(false).subscribe(FILTER, 1);
            final TestClient clean = broker.client("b").connectClean().subscribe(FILTER, 1);
            publish(broker, 1);
            final List<Packet> toClean = clean.takeAll();
            final int toPersistent = persistent.takeMessages().size();

            assertEquals(MESSAGES, toClean.size() + toPersistent);
            assertTrue(toClean.size() > 0 && toPersistent > 0);
            assertEquals(MESSAGES, Steps.events(broker, EventType.MESSAGE).size());
            final int retained = Steps.log(broker).retained(broker.homeOf("b"), 0);
            toClean.forEach(packet -> clean.ack(PacketType.PUBACK, packet.packetId()));
            broker.run();
            assertTrue(Steps.events(broker, EventType.ACKED).size() > 0);
            assertTrue(Steps.log(broker).retained(broker.homeOf("b"), 0) < retained);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,true", "1,false", "2,true", "2,false", "4,true", "4,false"})
    void shouldGiveWhatWasNotAcknowledgedToAnotherMember(final int workers, final boolean persistent)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient stays = broker.client("stays").acknowledges(true).connectPersistent(false);
            stays.subscribe(FILTER, 1);
            final TestClient ends = broker.client("ends");
            (persistent ? ends.connectPersistent(false) : ends.connectClean()).subscribe(FILTER, 1);
            final List<String> payloads = publish(broker, 1);
            assertTrue(ends.takeMessages().size() > 0);
            ends.lose();
            broker.run();
            if (persistent)
            {
                ends.connectClean();
            }
            assertEquals(new HashSet<>(payloads), new HashSet<>(stays.takeMessages()));
            assertTrue(Steps.events(broker, EventType.REASSIGNED).size() > 0);
            assertEquals(0, Steps.log(broker).retained(broker.homeOf("ends"), 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "4,4", "2,4", "4,1"})
    void shouldGiveWhatACleanMemberHadToAnotherMemberAfterACrash(final int before, final int after)
    {
        Lockstep broker = LockstepSetup.workers(before).start();
        final TestClient stays = broker.client("stays").connectPersistent(false).subscribe(FILTER, 1);
        final TestClient clean = broker.client("clean").connectClean().subscribe(FILTER, 1);
        final List<String> payloads = publish(broker, 1);
        assertTrue(clean.takeMessages().size() > 0);
        broker = broker.crash(broker.log().committed(), after, false);
        stays.acknowledges(true).connectPersistent(true);
        broker.run();

        final List<String> received = stays.takeMessages();
        assertEquals(MESSAGES, received.size());
        assertEquals(new HashSet<>(payloads), new HashSet<>(received));
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldNotGiveAQos2DeliveryOnceBegunToAnother(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).start())
        {
            final TestClient stays = broker.client("stays").acknowledges(true).connectPersistent(false);
            stays.subscribe(FILTER, 2);
            final TestClient ends = broker.client("ends").connectPersistent(false).subscribe(FILTER, 2);
            publish(broker, 2);
            final Set<String> begun = new HashSet<>(ends.takeMessages());
            ends.lose();
            broker.run();
            ends.connectClean();
            final Set<String> other = new HashSet<>(stays.takeMessages());
            other.retainAll(begun);
            assertTrue(begun.size() > 0);
            assertEquals(Set.of(), other);
        }
    }
}
