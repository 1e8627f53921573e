package io.maxmq.server.protocol;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.worker.Worker;
import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.spi.Authenticator;
import io.maxmq.spi.Authoriser;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.Violation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What tests of the protocol have in common: one broker for each class and number of workers, clients that are closed
 * behind each test, and names that no other test uses. Tests carry the clauses of the standard they hold the broker to
 * as tags; where the number is that of MQTT 5.0, it is the clause's number there.
 */
@AtEveryWorkerCount
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProtocolTest
{
    private static final AtomicInteger TESTS = new AtomicInteger();
    private static final long POLL_MS = 2;

    @Parameter
    int workers;

    private final List<TestClient> clients = new ArrayList<>();
    private Broker broker;
    private String unique;

    /** Configuration that differs from the default, as {@code key=value}. */
    String[] settings()
    {
        return new String[0];
    }

    Authenticator authenticator()
    {
        return Authenticator.ALLOW_ALL;
    }

    Authoriser authoriser()
    {
        return Authoriser.ALLOW_ALL;
    }

    @BeforeParameterizedClassInvocation
    void launchBroker()
    {
        final List<String> all = new ArrayList<>(
            List.of("workers=" + workers, "listener.tcp.port=0", "listener.tcp.bind=127.0.0.1"));
        all.addAll(List.of(settings()));
        broker = launch(BrokerConfig.with(all.toArray(String[]::new)));
    }

    /** A broker with the authenticator and the authoriser of the test. */
    Broker launch(final BrokerConfig config)
    {
        return Broker.launch(config, authenticator(), authoriser());
    }

    @AfterParameterizedClassInvocation
    void closeBroker()
    {
        broker.close();
    }

    @BeforeEach
    void chooseNames()
    {
        unique = Integer.toString(TESTS.incrementAndGet(), Character.MAX_RADIX);
    }

    @AfterEach
    void closeClients()
    {
        clients.forEach(TestClient::close);
        clients.clear();
    }

    /** A topic or filter that belongs to this test. */
    final String topic(final String name)
    {
        return "test/" + unique + "/" + name;
    }

    /** A client id that belongs to this test. */
    final String id(final String name)
    {
        return name + "-" + unique;
    }

    /** A socket without a CONNECT. */
    final TestClient open(final int version)
    {
        final TestClient client = new TestClient(broker.boundPort(), version);
        clients.add(client);
        return client;
    }

    final TestClient connect(
        final int version, final String name, final boolean clean, final Consumer<ConnectEncoder> fields)
    {
        return open(version).connect(name.isEmpty() ? name : id(name), clean, fields);
    }

    /** A clean client. */
    final TestClient connect(final int version, final String name)
    {
        return connect(version, name, true, c -> {});
    }

    /** A clean client of MQTT 5. */
    final TestClient connect(final String name)
    {
        return connect(MqttVersion.V5, name);
    }

    final TestClient connect(final String name, final Consumer<ConnectEncoder> fields)
    {
        return connect(MqttVersion.V5, name, true, fields);
    }

    /** A client whose session stays: found again if it is there. */
    final TestClient connectPersistent(final int version, final String name)
    {
        return connect(version, name, false, c ->
        {
            if (version == MqttVersion.V5)
            {
                c.sessionExpirySeconds(3600);
            }
        });
    }

    final TestClient connectPersistent(final String name)
    {
        return connectPersistent(MqttVersion.V5, name);
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

    final long counted(final Violation violation)
    {
        long sum = 0;
        for (final Worker worker : broker.workers())
        {
            sum += worker.counters().get(violation);
        }
        return sum;
    }

    /** Waits until something is true. */
    static void await(final String what, final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TestClient.DEADLINE_MS);
        boolean isTrue = condition.getAsBoolean();
        while (!isTrue && deadlineNs - System.nanoTime() > 0)
        {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
            isTrue = condition.getAsBoolean();
        }
        assertTrue(isTrue, what);
    }

    /** Lets time pass where time itself is what is tested; it does no harm if it takes longer. */
    static void letPass(final long ms)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        await("time passes", () -> deadlineNs - System.nanoTime() <= 0);
    }

    final Broker broker()
    {
        return broker;
    }
}
