package io.maxmq.tools;

import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/**
 * The command line clients, mosquitto's among them, against this broker with one worker and with more.
 */
class BrokerPubSubTest
{
    /** A broker for all tests of one number of workers. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    private abstract static class WithBroker extends PubSubContract
    {
        private final int workers;
        private Broker broker;

        WithBroker(final int workers)
        {
            this.workers = workers;
        }

        @BeforeAll
        void startBroker()
        {
            broker = Broker.launch(BrokerConfig.with(
                "workers=" + workers, "listener.tcp.port=0", "listener.tcp.bind=127.0.0.1"));
        }

        @AfterAll
        void stopBroker()
        {
            broker.close();
        }

        int port()
        {
            return broker.boundPort();
        }
    }

    @Nested
    class OneWorker extends WithBroker
    {
        OneWorker()
        {
            super(1);
        }
    }

    @Nested
    class TwoWorkers extends WithBroker
    {
        TwoWorkers()
        {
            super(2);
        }
    }

    @Nested
    class FourWorkers extends WithBroker
    {
        FourWorkers()
        {
            super(4);
        }
    }
}
