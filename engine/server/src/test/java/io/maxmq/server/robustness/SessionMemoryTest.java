package io.maxmq.server.robustness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.core.counter.Counter;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Test;

/**
 * What clients choose the length of, and the broker keeps for their sessions, is bounded for all of them together: who
 * asks for more is refused, others do not notice, and there is room again when something has ended.
 */
class SessionMemoryTest extends RobustnessTest
{
    private static final int LARGE = 50_000;
    /** No more fit into the 1 MiB that these tests allow. */
    private static final int MOST = 20;

    @Test
    void shouldRefuseWillsThatDoNotFit()
    {
        launch("limits.session-memory=1 MiB", "connect.max-bytes=64 KiB");
        final RawClient first = connectWithWill("client-0");
        int count = 1;
        RawClient last = connectWithWill("client-1");
        while (last != null)
        {
            count++;
            last = connectWithWill("client-" + count);
        }
        assertTrue(count > MOST / 2 && count <= MOST, count + " wills of " + LARGE + " bytes");
        assertEquals(1, counted(Counter.CONNECTS_OVER_LIMIT));
        assertServed("others", 10);
        first.close();
        await("there is room for a will", () -> connectWithWill("late") != null);
    }

    private RawClient connectWithWill(final String clientId)
    {
        final RawClient client = open(MqttVersion.V5);
        client.sendConnect(clientId, true, c -> c.will("will", new byte[LARGE], 0, false));
        final int code = client.awaitConnack().code();
        if (code != ReasonCode.SUCCESS)
        {
            assertEquals(ReasonCode.QUOTA_EXCEEDED, code);
            assertNull(client.read(), "the connection is closed");
            return null;
        }
        return client;
    }

    @Test
    void shouldRefuseSubscriptionsThatDoNotFit()
    {
        launch("limits.session-memory=1 MiB", "mqtt.max-topic-length=60000");
        final RawClient greedy = connect("greedy");
        int count = 0;
        while (greedy.trySubscribe(filter(count), 0) == ReasonCode.SUCCESS)
        {
            count++;
        }
        assertTrue(count >= 1 && count <= MOST, count + " filters of " + LARGE + " bytes");
        assertEquals(ReasonCode.QUOTA_EXCEEDED, greedy.trySubscribe(filter(count), 0));
        assertEquals(2, counted(Counter.SUBSCRIPTIONS_OVER_LIMIT));
        assertEquals(ReasonCode.SUCCESS, greedy.trySubscribe(filter(0), 0), "what it has already");
        assertServed("others", 10);
        greedy.close();
        final RawClient next = connect("next");
        await("there is room for a subscription", () -> next.trySubscribe(filter(0), 0) == ReasonCode.SUCCESS);
    }

    private static String filter(final int number)
    {
        return "filter-" + number + "/" + "x".repeat(LARGE);
    }
}
