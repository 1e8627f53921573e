package io.maxmq.tools;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line clients against a broker that others wrote.
 */
class MosquittoPubSubTest extends PubSubContract
{
    @TempDir
    private static Path folder;

    private static Mosquitto broker;

    @BeforeAll
    static void startBroker() throws Exception
    {
        broker = Mosquitto.start(folder);
    }

    @AfterAll
    static void stopBroker() throws Exception
    {
        if (broker != null)
        {
            broker.close();
        }
    }

    int port()
    {
        return broker.port();
    }
}
