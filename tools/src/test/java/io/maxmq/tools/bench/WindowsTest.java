package io.maxmq.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.tools.bench.plan.Clients;
import io.maxmq.tools.bench.plan.Scenario;
import org.junit.jupiter.api.Test;

class WindowsTest
{
    @Test
    void shouldUseTheFullWindowBetweenPairs()
    {
        assertEquals(64, Windows.closedLoop(Scenario.P2P, new Clients(32, 32, 0, 0, 0, 0), 0, 64));
    }

    @Test
    void shouldStayBelowWhatBrokersKeepForOneReceiver()
    {
        final Clients fanIn = new Clients(500, 1, 0, 0, 0, 0);
        assertTrue(500 * Windows.closedLoop(Scenario.FAN_IN, fanIn, 0, 64) <= 4096);
        assertEquals(1, Windows.closedLoop(Scenario.FAN_IN, fanIn, 1, 64));

        final Clients shared = new Clients(50, 10, 0, 1, 0, 0);
        assertTrue(5 * Windows.closedLoop(Scenario.SHARED, shared, 1, 64) <= 160);
    }

    @Test
    void shouldHaveNoMoreQos2MessagesInFlightThanBrokersTake()
    {
        assertEquals(20, Windows.closedLoop(Scenario.P2P, new Clients(32, 32, 0, 0, 0, 0), 2, 64));
    }

    @Test
    void shouldKeepLargePayloadsWithinBounds()
    {
        assertTrue(Windows.closedLoop(Scenario.P2P, new Clients(8, 8, 0, 0, 0, 0), 0, 16_384) < 64);
        assertEquals(1, Windows.closedLoop(Scenario.P2P, new Clients(8, 8, 0, 0, 0, 0), 0, 10_000_000));
    }
}
