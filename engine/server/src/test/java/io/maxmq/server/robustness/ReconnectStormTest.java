package io.maxmq.server.robustness;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Very many clients lose their connections and connect again at once. 1,000 of them in the normal build; 10,000, for
 * which test and broker need as many file descriptors each ({@code ulimit -n 12000}), by
 * <pre>
 * mvn -B -ntp test -pl engine/server -am -Dtest=ReconnectStormTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dmaxmq.robustness.clients=10000
 * </pre>
 */
class ReconnectStormTest extends RobustnessTest
{
    private static final int CLIENTS = Integer.getInteger("maxmq.robustness.clients", 1_000);

    private int port;

    @Override
    int port()
    {
        return port;
    }

    @Test
    void shouldLetAllInAgainAndServeOthersMeanwhile() throws Exception
    {
        try (ForkedBroker forked = ForkedBroker.launch(
                "workers=" + workers, "listener.tcp.port=0", "listener.tcp.bind=127.0.0.1", "log.kind=memory");
            Crowd crowd = new Crowd(forked.port(), CLIENTS))
        {
            port = forked.port();
            crowd.connect();
            crowd.assertSessionsPresent(false);
            crowd.subscribe("crowd/all");

            final AtomicBoolean isOver = new AtomicBoolean();
            final CompletableFuture<Integer> others = CompletableFuture.supplyAsync(() -> serveUntil(isOver));
            storm(crowd);
            storm(crowd);
            isOver.set(true);
            assertTrue(others.get() > 0);

            crowd.subscribe("crowd/all");
            connect("publisher").publish("crowd/all", 1, 10);
            crowd.awaitMessages(1);
        }
    }

    private static void storm(final Crowd crowd) throws IOException
    {
        crowd.drop();
        crowd.connect();
        crowd.assertSessionsPresent(true);
    }

    private int serveUntil(final AtomicBoolean isOver)
    {
        int rounds = 0;
        while (!isOver.get() || rounds == 0)
        {
            assertServed("others", 1);
            rounds++;
        }
        return rounds;
    }
}
