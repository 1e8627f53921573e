package io.maxmq.core.worker;

import io.maxmq.core.connection.Connection;
import io.maxmq.core.partition.Partition;
import io.maxmq.core.partition.PendingChanges;
import io.maxmq.core.partition.Partitioning;
import io.maxmq.core.partition.RetainedScans;
import io.maxmq.core.partition.Routing;
import io.maxmq.core.partition.SharedLedger;
import io.maxmq.core.partition.SharedLeftovers;
import io.maxmq.core.partition.TopicSubscriptions;
import io.maxmq.core.retained.RetainedStore;
import io.maxmq.core.retained.RetainedSweep;
import io.maxmq.core.session.Session;
import io.maxmq.core.partition.WorkBudget;
import io.maxmq.core.topic.MatchCache;
import io.maxmq.core.topic.SubscriptionStore;

/**
 * What makes a worker the owner of a part of all topics: their subscriptions, retained messages and shared groups, and
 * the way of a message to whoever gets it.
 */
final class OwnerParts
{
    final RetainedStore retained;
    final RetainedScans.SessionRoom room = OwnerParts::hasRoom;
    final SubscriptionStore store;
    final RetainedScans scans;
    final Partition partition;
    final TopicSubscriptions subscriptions;
    final Routing routing;
    final SharedLedger ledger;
    final SharedLeftovers leftovers;
    final WorkBudget work = new WorkBudget();
    final RetainedSweep sweep;

    OwnerParts(final WorkerAssembly worker)
    {
        final WorkerConfig config = worker.env.config();
        final Partitioning partitioning = worker.env.partitioning();
        final int workers = partitioning.workerCount();
        store = new SubscriptionStore(partitioning.hash());
        final MatchCache cache = new MatchCache(store, config.matchCacheTopics());
        final PendingChanges pending = new PendingChanges(partitioning.hash());

        retained = new RetainedStore(config.retainedMessages(), config.retainedBytes(), worker.stored::release);
        sweep = new RetainedSweep(retained, worker.clock);
        partition = new Partition(worker.index, workers, worker.bus, worker.events, cache, retained, worker.deliverer,
            worker.counters, config.retainedMessageBytes(), pending, work, sweep);
        scans = new RetainedScans(worker.index, workers, worker.bus, worker.events, retained, worker.stored,
            worker.deliverer, worker.clock, room, pending);
        scans.partition(partition);
        subscriptions = new TopicSubscriptions(worker.index, worker.bus, store, scans, worker.counters);
        routing = new Routing(worker.index, partitioning, cache, partition,
            config.mqtt().maximumTopicLevels(), config.mqtt().maximumTopicLength());
        ledger = new SharedLedger(worker.stored);
        leftovers = new SharedLeftovers(worker.index, worker.bus, partitioning, worker.pool, ledger, worker.stored,
            store, partition, worker.events, worker.counters);
        worker.deliverer.leftovers(leftovers);
    }

    private static boolean hasRoom(final Session session)
    {
        return session.outlet() instanceof Connection connection && connection.hasRoom();
    }
}
