package io.maxmq.core.worker;

import io.maxmq.core.MqttLimits;
import io.maxmq.core.connection.AccessControl;
import io.maxmq.core.connection.AccessRevocation;
import io.maxmq.core.connection.AssignedIds;
import io.maxmq.core.connection.AuthenticationFlow;
import io.maxmq.core.connection.CloseFlow;
import io.maxmq.core.connection.ConnectFlow;
import io.maxmq.core.connection.ConnectionContext;
import io.maxmq.core.connection.ConnectionSteps;
import io.maxmq.core.connection.PacketDispatcher;
import io.maxmq.core.connection.PublishFlow;
import io.maxmq.core.connection.Quotas;
import io.maxmq.core.connection.SessionOpening;
import io.maxmq.core.connection.SharedMembers;
import io.maxmq.core.connection.SubscribeFlow;
import io.maxmq.core.connection.SubscriptionRequests;
import io.maxmq.core.connection.UnsubscribeFlow;
import io.maxmq.core.connection.WillFlow;
import io.maxmq.core.fold.SessionExpiry;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.partition.SubscriptionHops;

/** What makes a worker the home of clients: their connections, what their packets do, and how their sessions end. */
final class HomeParts
{
    final ConnectionContext connections;
    final AccessRevocation revocation;
    final SharedMembers sharedMembers;
    final PublishFlow publishes;
    final SubscriptionRequests requests;
    final SubscribeFlow subscribes;
    final UnsubscribeFlow unsubscribes;
    final WillFlow wills;
    final CloseFlow closes;
    final SessionOpening opening;
    final ConnectionSteps steps;
    final SessionExpiry expiry;

    HomeParts(final WorkerAssembly worker, final OwnerParts owner)
    {
        final WorkerAssembly.Environment env = worker.env;
        final int index = worker.index;
        final MqttLimits limits = env.config().mqtt();
        final Partitioning partitioning = env.partitioning();
        final int workers = partitioning.workerCount();
        final Quotas quotas = env.quotas();

        final AccessControl access = new AccessControl(env.authoriser(), worker.toWorker, workers);
        connections = new ConnectionContext(
            limits, worker.counters, worker.clock, worker.connectionMemory, env.config().readBufferBytes(), access,
            owner.work);
        final SubscriptionHops hops = new SubscriptionHops(index, workers, worker.bus, owner.subscriptions);
        revocation = new AccessRevocation(access, partitioning, hops, worker.events, worker.counters);
        sharedMembers = new SharedMembers(hops, worker.sessions, env.positions(), partitioning.allWorkers());
        publishes = new PublishFlow(index, limits, worker.counters, worker.clock, owner.routing, worker.sessions,
            worker.outbound, worker.acks, worker.events, access);
        owner.partition.replies(publishes);
        requests = new SubscriptionRequests(hops, worker.events, env.positions(), worker.counters);
        subscribes = new SubscribeFlow(
            limits, worker.counters, partitioning, access, hops, requests, sharedMembers, quotas.memory());
        unsubscribes = new UnsubscribeFlow(partitioning, hops, requests);
        wills = new WillFlow(index, worker.clock, worker.timers, owner.routing, worker.events, worker.counters);
        closes = new CloseFlow(index, workers, connections, worker.timers, worker.sessions, worker.outbound,
            owner.leftovers, hops, wills, worker.events, quotas);
        opening = new SessionOpening(
            index, limits, worker.counters, partitioning, worker.sessions, worker.events, closes, quotas);
        final AuthenticationFlow authentication = new AuthenticationFlow(env.authenticator(), worker.toWorker);
        final ConnectFlow connects = new ConnectFlow(connections, worker.timers, authentication, opening,
            new AssignedIds(index, partitioning, env.run()), access, revocation, quotas);
        connections.dispatcher(
            new PacketDispatcher(connects, authentication, publishes, subscribes, unsubscribes, closes));
        steps = new ConnectionSteps(connections, worker.outbound, connects, closes, env.errorHandler());
        expiry = new SessionExpiry(partitioning, worker.sessions, worker.clock, worker.timers, worker.events, closes,
            opening, worker.counters);
    }
}
