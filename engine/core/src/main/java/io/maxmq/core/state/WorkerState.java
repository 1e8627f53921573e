package io.maxmq.core.state;

import io.maxmq.core.partition.RetainedScans;
import io.maxmq.core.partition.SharedLedger;
import io.maxmq.core.retained.RetainedStore;
import io.maxmq.core.session.OutboundFlow;
import io.maxmq.core.session.Sessions;
import io.maxmq.core.session.StoredMessages;
import io.maxmq.core.topic.SubscriptionStore;

/**
 * The parts of one worker that hold what lasts. A view, not a copy: it belongs to the worker's thread.
 *
 * @param sessions      at home at the worker.
 * @param outbound      that fills their queues, by limits that last too.
 * @param subscriptions to topics that the worker owns.
 * @param retained      messages of topics that the worker owns.
 * @param scans         of retained messages for new subscriptions.
 * @param ledger        of shared groups.
 * @param stored        messages in the log.
 */
public record WorkerState(
    Sessions sessions,
    OutboundFlow outbound,
    SubscriptionStore subscriptions,
    RetainedStore retained,
    RetainedScans scans,
    SharedLedger ledger,
    StoredMessages stored)
{
}
