package io.maxmq.core.pressure;

import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.SeedOnFailure;
import io.maxmq.core.lockstep.TestClient;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Retained messages on ways that hold one message at a time: a scan that has to wait for room or for credit comes to
 * its end, and to rest, which {@link Lockstep#run()} insists on.
 */
@ExtendWith(SeedOnFailure.class)
class RetainedWindowTest
{
    private static final int TOPICS = 100;

    @ParameterizedTest
    @CsvSource({
        "2,false,0", "2,false,1", "2,true,0", "2,true,1", "4,false,0", "4,false,1", "4,true,0", "4,true,1"})
    void shouldSendAllThoughEveryWayHoldsOneMessage(final int workers, final boolean persistent, final int qos)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).window(1, 1 << 20).start())
        {
            final TestClient publisher = broker.client("p").acknowledges(true).connectClean();
            final List<String> payloads = new ArrayList<>();
            for (int i = 0; i < TOPICS; i++)
            {
                payloads.add("m" + i);
                publisher.publish("t/" + i, "m" + i, 1, true);
                broker.run();
            }
            final List<TestClient> subscribers = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++)
            {
                final TestClient subscriber = broker.client(broker.idAt(worker, "s")).acknowledges(true);
                subscribers.add(persistent ? subscriber.connectPersistent(false) : subscriber.connectClean());
                subscriber.sendSubscribe(subscribe -> subscribe.filter("t/+", qos).filter("t/#", qos));
            }
            broker.run();

            payloads.addAll(payloads);
            for (final TestClient subscriber : subscribers)
            {
                assertEquals(payloads.stream().sorted().toList(), subscriber.takeMessages().stream().sorted().toList());
            }
        }
    }
}
