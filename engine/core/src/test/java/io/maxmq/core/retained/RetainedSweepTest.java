package io.maxmq.core.retained;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.core.clock.CycleClock;
import io.maxmq.core.counter.Counter;
import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.SeedOnFailure;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PublishEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SeedOnFailure.class)
class RetainedSweepTest
{
    private static final int MOST = 4;

    private final RetainedDriver driver = new RetainedDriver();
    private long nowMs = 1_000;
    private final CycleClock clock = new CycleClock(() -> nowMs, () -> 0);
    private final RetainedSweep sweep = new RetainedSweep(driver.store, clock);

    @Test
    void shouldCountWhatCanExpire()
    {
        driver.put(0, "a", 1, 1, RetainedDriver.NEVER, 1);
        assertEquals(0, driver.store.expiringCount());
        driver.put(0, "a", 2, 2, 5_000, 1);
        driver.put(0, "a", 3, 3, 6_000, 1);
        driver.put(0, "b", 4, 4, 6_000, 1);
        assertEquals(2, driver.store.expiringCount());
        driver.put(0, "a", 5, 5, RetainedDriver.NEVER, 1);
        assertEquals(1, driver.store.expiringCount());
        driver.remove("b");
        assertEquals(0, driver.store.expiringCount());
    }

    @Test
    void shouldGoRoundALittleAtATime()
    {
        for (int i = 0; i < 2_500; i++)
        {
            driver.put(0, "t/" + i, i + 1, i + 1, 2_000, 1);
        }
        assertEquals(0, sweep.step(), "nothing has expired");
        nowMs = 3_000;
        clock.update();
        int removed = 0;
        for (int i = 0; i < 30; i++)
        {
            final int step = sweep.step();
            assertTrue(step <= 1_000, "removed at once: " + step);
            assertEquals(0, sweep.step(), "too soon");
            removed += step;
            nowMs += 100;
            clock.update();
        }
        assertEquals(2_500, removed);
        assertEquals(0, driver.store.expiringCount());
    }

    /** MQTT-3.3.2-5: what has expired is not kept; here because nobody asks for it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldNotHoldRoomForExpiredMessages(final int workers)
    {
        try (Lockstep broker = LockstepSetup.workers(workers).retainedMessages(MOST).start())
        {
            final TestClient client = broker.client(broker.idAt(0, "c"), MqttVersion.V5).connectClean();
            final String level = broker.topicAt(0, "t");
            for (int i = 0; i < MOST; i++)
            {
                client.publish(new PublishEncoder().start(MqttVersion.V5, 0, false, true).topic(level + "/" + i)
                    .messageExpirySeconds(1).payload(new byte[]{1}));
            }
            broker.run();
            broker.advanceMs(2_000);
            for (int i = 0; i < MOST; i++)
            {
                client.publish(level + "/new" + i, "new", 0, true);
            }
            broker.run();
            assertEquals(0, broker.count(Counter.RETAINED_OVER_LIMIT));
        }
    }
}
