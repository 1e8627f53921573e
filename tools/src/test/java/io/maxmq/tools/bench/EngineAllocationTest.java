package io.maxmq.tools.bench;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.ThreadMXBean;
import io.maxmq.tools.bench.load.Counter;
import io.maxmq.tools.bench.load.Credits;
import io.maxmq.tools.bench.load.Engine;
import io.maxmq.tools.bench.load.RunControl;
import io.maxmq.tools.bench.plan.Clients;
import io.maxmq.tools.bench.plan.Plan;
import io.maxmq.tools.bench.plan.Planner;
import io.maxmq.tools.bench.plan.Scenario;
import io.maxmq.tools.bench.plan.Settings;
import io.maxmq.tools.bench.plan.Target;
import io.maxmq.tools.bench.plan.Timing;
import io.maxmq.tools.bench.plan.Traffic;
import io.maxmq.tools.bench.relay.Fault;
import io.maxmq.tools.bench.relay.Relay;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An engine in steady state makes no garbage, so that no pause of its own shows up as the broker's.
 */
class EngineAllocationTest
{
    private static final int RUN_TAG = 0x4242;
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final int WARM_UP_MESSAGES = 200_000;
    private static final int MESSAGES = 300_000;
    private static final double MAX_BYTES_PER_MESSAGE = 0.1;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldNotAllocatePerMessage(final int qos) throws IOException, InterruptedException
    {
        try (Relay relay = new Relay(Fault.NEVER, false))
        {
            final Plan plan = plan(relay, qos);
            final RunControl control = new RunControl(RUN_TAG, System.nanoTime());
            final Engine engine = new Engine(0, plan, control, new Credits(1, 4, 1));
            final Thread thread = new Thread(engine);
            thread.start();
            await(engine, control, Counter.READY, plan.clients().size());
            control.startTraffic(System.nanoTime(), 0, HOUR_NS);
            await(engine, control, Counter.DELIVERED, WARM_UP_MESSAGES);

            final long bytesBefore = allocatedBytes(thread);
            final long deliveredBefore = engine.counters().get(Counter.DELIVERED);
            await(engine, control, Counter.DELIVERED, deliveredBefore + MESSAGES);
            final long bytes = allocatedBytes(thread) - bytesBefore;
            final long delivered = engine.counters().get(Counter.DELIVERED) - deliveredBefore;

            control.phase(RunControl.Phase.CLOSE);
            thread.join();
            assertNull(control.failure());
            assertTrue(bytes <= delivered * MAX_BYTES_PER_MESSAGE, bytes + " bytes for " + delivered + " messages");
        }
    }

    private static long allocatedBytes(final Thread thread)
    {
        return ((ThreadMXBean)ManagementFactory.getThreadMXBean()).getThreadAllocatedBytes(thread.getId());
    }

    private static void await(
        final Engine engine, final RunControl control, final Counter counter, final long value)
    {
        while (engine.counters().get(counter) < value && control.failure() == null)
        {
            LockSupport.parkNanos(1_000_000L);
        }
    }

    private static Plan plan(final Relay relay, final int qos) throws IOException
    {
        return Planner.plan(new Settings("allocation", Scenario.P2P, new Clients(4, 4, 0, 0, 0, 0),
            new Target(relay.address(), List.of(), 4, null, null, 0, 10, 0), new Traffic(qos, 64, 0, 32, 0, false),
            new Timing(0, HOUR_NS, 0, 0, 0, 0), 1, true, "allocation", RUN_TAG));
    }
}
