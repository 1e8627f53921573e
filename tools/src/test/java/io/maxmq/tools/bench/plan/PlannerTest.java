package io.maxmq.tools.bench.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

class PlannerTest
{
    @Test
    void shouldPairPublishersAndSubscribersOnTheSameThread()
    {
        final Plan plan = plan(Scenario.P2P, new Clients(4, 4, 0, 0, 0, 0), 2);

        assertEquals(4, plan.lanes());
        assertEquals(1, plan.deliveriesPerMessage());
        for (int i = 0; i < 4; i++)
        {
            final ClientSpec subscriber = client(plan, Role.SUBSCRIBER, i);
            final ClientSpec publisher = client(plan, Role.PUBLISHER, i);
            assertEquals(List.of(plan.topic(publisher.firstLane())), subscriber.filters());
            assertEquals(publisher.firstLane(), subscriber.firstLane());
            assertEquals(publisher.thread(), subscriber.thread());
        }
    }

    @Test
    void shouldSpreadTopicsOverPublishers()
    {
        final Plan plan = plan(Scenario.P2P, new Clients(2, 2, 6, 0, 0, 0), 1);

        assertEquals(6, plan.lanes());
        assertEquals(3, client(plan, Role.SUBSCRIBER, 1).filters().size());
        assertEquals(1, plan.publisher(3));
    }

    @Test
    void shouldGiveAPublisherSeveralSubscribersOrTheOtherWayRound()
    {
        final Plan more = plan(Scenario.P2P, new Clients(2, 6, 0, 0, 0, 0), 1);
        assertEquals(3, more.deliveriesPerMessage());
        assertEquals(1, client(more, Role.SUBSCRIBER, 3).firstLane());

        final Plan fewer = plan(Scenario.P2P, new Clients(6, 2, 0, 0, 0, 0), 1);
        assertEquals(1, fewer.deliveriesPerMessage());
        assertEquals(3, client(fewer, Role.SUBSCRIBER, 1).laneCount());
    }

    @Test
    void shouldLetAllSubscribersHearAllPublishersInFanOutAndFanIn()
    {
        final Plan fanOut = plan(Scenario.FAN_OUT, new Clients(5, 100, 0, 0, 0, 0), 1);
        assertEquals(100, fanOut.deliveriesPerMessage());
        assertEquals(5, client(fanOut, Role.SUBSCRIBER, 99).filters().size());

        final Plan fanIn = plan(Scenario.FAN_IN, new Clients(500, 1, 0, 0, 0, 0), 1);
        assertEquals(1, fanIn.deliveriesPerMessage());
        assertTrue(client(fanIn, Role.SUBSCRIBER, 0).filters().get(0).endsWith("/#"));
    }

    @Test
    void shouldKeepTheMembersOfASharedGroupTogether()
    {
        final Plan plan = plan(Scenario.SHARED, new Clients(6, 8, 0, 2, 0, 0), 3);

        assertEquals(2, plan.deliveriesPerMessage());
        final Set<String> places = new HashSet<>();
        for (final ClientSpec client : plan.clients())
        {
            if (client.role() == Role.SUBSCRIBER)
            {
                places.add(client.group() + " on " + client.thread());
            }
        }
        assertEquals(2, places.size());
    }

    @Test
    void shouldConnectBackgroundClientsFirstAndPublishersLast()
    {
        final Plan plan = plan(Scenario.P2P, new Clients(2, 2, 0, 0, 3, 1_000), 1);

        assertEquals(Role.IDLE, plan.clients().get(0).role());
        assertEquals(Role.PUBLISHER, plan.clients().get(plan.clients().size() - 1).role());
        int filters = 0;
        final Set<String> different = new HashSet<>();
        for (final ClientSpec client : plan.clients())
        {
            if (client.role() == Role.IDLE)
            {
                filters += client.filters().size();
                different.addAll(client.filters());
            }
        }
        assertEquals(1_000, filters);
        assertEquals(1_000, different.size());
    }

    @Test
    void shouldGiveEveryClientItsOwnId()
    {
        final Plan plan = plan(Scenario.SHARED, new Clients(10, 10, 0, 1, 10, 0), 1);
        final Set<String> ids = new HashSet<>();
        plan.clients().forEach(client -> ids.add(client.clientId()));

        assertEquals(30, ids.size());
    }

    @Test
    void shouldRefusePairsThatDoNotMatch()
    {
        assertThrows(IllegalArgumentException.class,
            () -> plan(Scenario.P2P, new Clients(3, 2, 0, 0, 0, 0), 1));
        assertThrows(IllegalArgumentException.class,
            () -> plan(Scenario.SHARED, new Clients(3, 1, 0, 2, 0, 0), 1));
        assertThrows(IllegalArgumentException.class,
            () -> plan(Scenario.FAN_IN, new Clients(0, 1, 0, 0, 0, 0), 1));
    }

    @Test
    void shouldKnowEveryWorkloadByItsName()
    {
        for (final Workload workload : Workload.all())
        {
            assertEquals(workload, Workload.find(workload.name()));
        }
    }

    @Test
    void shouldScaleTheWorkloadsByTen()
    {
        final Workload full = Workload.find("singlenode-p2p-50K-50K-50K-50K");
        final Workload tenth = Workload.find("tenth-p2p-5K-5K-5K-5K");

        assertEquals(full.publishers(), 10 * tenth.publishers());
        assertEquals(full.rate(), 10 * tenth.rate());
    }

    private static ClientSpec client(final Plan plan, final Role role, final int index)
    {
        return plan.clients().stream()
            .filter(client -> client.role() == role && client.index() == index).findFirst().orElseThrow();
    }

    private static Plan plan(final Scenario scenario, final Clients clients, final int threads)
    {
        final Target target = new Target(
            InetSocketAddress.createUnresolved("localhost", 1883), List.of(), 4, null, null, 0, 100, 0);
        return Planner.plan(new Settings("test", scenario, clients, target, new Traffic(0, 64, 0, 16, 0, false),
            new Timing(0, 0, 0, 0, 0, 0), threads, false, "test", 0x1234));
    }
}
