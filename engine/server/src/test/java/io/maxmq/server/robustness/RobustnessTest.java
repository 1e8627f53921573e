package io.maxmq.server.robustness;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.worker.Worker;
import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.transport.codec.MqttVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What these tests have in common: a broker of its own for each test, with 1, 2 and 4 workers, and clients that are
 * closed behind it.
 */
@ParameterizedClass(name = "{0} workers")
@ValueSource(ints = {1, 2, 4})
abstract class RobustnessTest
{
    @Parameter
    int workers;

    private final List<RawClient> clients = new ArrayList<>();
    private Broker broker;

    /** Starts the broker with what differs from the default, as {@code key=value}. Its log is in memory. */
    final void launch(final String... settings)
    {
        final List<String> all = new ArrayList<>(List.of(
            "workers=" + workers, "listener.tcp.port=0", "listener.tcp.bind=127.0.0.1", "log.kind=memory"));
        all.addAll(List.of(settings));
        broker = Broker.launch(BrokerConfig.with(all.toArray(String[]::new)));
    }

    @AfterEach
    final void end() throws InterruptedException
    {
        clients.forEach(RawClient::reset);
        if (broker != null)
        {
            broker.close();
            assertNull(broker.awaitTermination());
        }
    }

    final RawClient open(final int version)
    {
        return add(RawClient.open(port(), version));
    }

    final RawClient openSmall(final int version)
    {
        return add(RawClient.openSmall(port(), version));
    }

    /** A clean client of MQTT 5. */
    final RawClient connect(final String clientId)
    {
        return open(MqttVersion.V5).connect(clientId);
    }

    private RawClient add(final RawClient client)
    {
        clients.add(client);
        return client;
    }

    int port()
    {
        return broker.boundPort();
    }

    final Broker broker()
    {
        return broker;
    }

    final long counted(final Counter counter)
    {
        long sum = 0;
        for (final Worker worker : broker.workers())
        {
            sum += worker.counters().get(counter);
        }
        return sum;
    }

    /** Two clients send each other messages of every kind: the broker serves them as if nothing else went on. */
    final void assertServed(final String name, final int rounds)
    {
        final RawClient one = connect(name + "-one").subscribe(name + "/to-one", 1);
        final RawClient two = connect(name + "-two").subscribe(name + "/to-two", 1);
        for (int i = 0; i < rounds; i++)
        {
            one.publish(name + "/to-two", i, 100);
            two.take(i);
            two.sendPublish(name + "/to-one", RawClient.numbered(i, 100), 0);
            one.take(i);
        }
        one.ping();
        two.ping();
        one.close();
        two.close();
    }

    /** Waits until something is true. */
    static void await(final String what, final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RawClient.DEADLINE_MS);
        boolean isTrue = condition.getAsBoolean();
        while (!isTrue && deadlineNs - System.nanoTime() > 0)
        {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            isTrue = condition.getAsBoolean();
        }
        assertTrue(isTrue, what);
    }
}
