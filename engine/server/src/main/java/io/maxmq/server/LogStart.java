package io.maxmq.server;

import io.maxmq.journal.event.BrokerStartEvent;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.KeyHash;
import io.maxmq.journal.event.LimitsEvent;
import io.maxmq.journal.log.Log;
import io.maxmq.journal.log.LogAppender;
import io.maxmq.server.config.BrokerConfig;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What a broker writes to the log before anything else: that it has started, and the limits by which the events that
 * follow are applied.
 */
final class LogStart
{
    private LogStart()
    {
    }

    /**
     * Appends and commits; to be called before the sequencer runs.
     *
     * @param log    of the broker.
     * @param config of the broker.
     * @param hash   of the broker.
     * @return sequence of the last event, up to which the workers recover.
     */
    static long append(final Log log, final BrokerConfig config, final KeyHash hash)
    {
        final LogAppender appender = log.appender();
        final int workers = config.workers().count();
        final MutableDirectBuffer buffer = new ExpandableArrayBuffer(256);
        appender.timestampMs(System.currentTimeMillis());
        final BrokerStartEvent start = new BrokerStartEvent().wrapForWrite(buffer, 0)
            .workers(EventHeader.ALL_WORKERS, workers)
            .unclean(log.mayHaveLost())
            .process((int)ProcessHandle.current().pid());
        append(appender, buffer, start.length());
        final LimitsEvent limits = new LimitsEvent().wrapForWrite(buffer, 0)
            .workers(EventHeader.ALL_WORKERS, workers)
            .sessionExpiryCapSeconds(config.mqtt().maxSessionExpirySeconds())
            .messageExpiryCapSeconds(config.mqtt().maxMessageExpirySeconds())
            .queueMaxMessages(config.queue().maxMessages())
            .queueMaxBytes(config.queue().maxBytes())
            .queueMaxAgeMs(config.queue().maxAgeMs())
            .overflowPolicy(overflowPolicy(config))
            .receiveMaximumCap(config.limits().inflight())
            .hashKey0(hash.key0())
            .hashKey1(hash.key1())
            .partitionLevels(config.workers().partitionLevels());
        final long last = append(appender, buffer, limits.length());
        appender.commit();
        return last;
    }

    private static long append(final LogAppender appender, final MutableDirectBuffer buffer, final int length)
    {
        final long sequence = appender.append(buffer, 0, length);
        if (sequence < 0)
        {
            throw new IllegalStateException("the log has no room for the start of the broker; give it more space");
        }
        return sequence;
    }

    private static int overflowPolicy(final BrokerConfig config)
    {
        switch (config.queue().overflow())
        {
            case DROP_OLDEST:
                return LimitsEvent.DROP_OLDEST;

            case DISCONNECT:
                return LimitsEvent.DISCONNECT;

            default:
                return LimitsEvent.DROP_NEWEST;
        }
    }
}
