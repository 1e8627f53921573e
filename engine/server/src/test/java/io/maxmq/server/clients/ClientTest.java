package io.maxmq.server.clients;

import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.server.protocol.AtEveryWorkerCount;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A broker for clients that others wrote: one for each class and number of workers, and names that no other test uses.
 */
@AtEveryWorkerCount
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientTest
{
    /** However slow the machine is: this long for anything that must come. */
    static final int DEADLINE_SECONDS = 20;

    private static final AtomicInteger TESTS = new AtomicInteger();

    @Parameter
    int workers;

    private Broker broker;
    private int test;

    @BeforeParameterizedClassInvocation
    void launchBroker()
    {
        broker = Broker.launch(
            BrokerConfig.with("workers=" + workers, "listener.tcp.port=0", "listener.tcp.bind=127.0.0.1"));
    }

    @AfterParameterizedClassInvocation
    void closeBroker()
    {
        broker.close();
    }

    @BeforeEach
    void chooseNames()
    {
        test = TESTS.incrementAndGet();
    }

    final int port()
    {
        return broker.boundPort();
    }

    final String topic(final String name)
    {
        return "clients/" + test + "/" + name;
    }

    final String id(final String name)
    {
        return name + "-" + test;
    }
}
