package io.maxmq.server.robustness;

import io.maxmq.core.counter.Counter;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The limits of the whole broker: who comes too late is told so in the words of its version, and gets in when somebody
 * has left.
 */
class LimitsTest extends RobustnessTest
{
    private static final int SERVER_UNAVAILABLE = 3;

    @ParameterizedTest
    @CsvSource({"limits.connections", "limits.sessions", "listener.tcp.max-connections"})
    void shouldRefuseWhoComesTooLate(final String limit)
    {
        launch(limit + "=8");
        final List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++)
        {
            clients.add(connect("client-" + i));
        }
        assertRefused(MqttVersion.V5, ReasonCode.QUOTA_EXCEEDED);
        assertRefused(MqttVersion.V3_1_1, SERVER_UNAVAILABLE);
        assertRefused(MqttVersion.V3_1, SERVER_UNAVAILABLE);
        assertEquals(3, counted(Counter.CONNECTS_OVER_LIMIT));
        clients.forEach(RawClient::ping);

        clients.get(0).close();
        await("the place is free", this::isLetIn);
    }

    /** Sessions count when their clients have gone, and no longer when they have ended. */
    @Test
    void shouldCountSessionsWithoutConnections()
    {
        launch("limits.sessions=2");
        for (final String name : new String[]{"one", "two"})
        {
            final RawClient client = open(MqttVersion.V5);
            client.connectPersistent(name, 10);
            client.close();
        }
        assertRefused(MqttVersion.V5, ReasonCode.QUOTA_EXCEEDED);
        assertTrue(open(MqttVersion.V5).connectPersistent("one", 10), "a session that is there may be resumed");
        connect("two").close();
        await("the place is free", this::isLetIn);
    }

    private boolean isLetIn()
    {
        final RawClient late = open(MqttVersion.V5);
        late.sendConnect("late", true, c -> {});
        final boolean isLetIn = late.awaitConnack().code() == ReasonCode.SUCCESS;
        late.close();
        return isLetIn;
    }

    private void assertRefused(final int version, final int code)
    {
        final RawClient late = open(version);
        late.sendConnect("late", true, c -> {});
        assertEquals(code, late.awaitConnack().code());
        assertNull(late.read(), "the connection is closed");
    }
}
