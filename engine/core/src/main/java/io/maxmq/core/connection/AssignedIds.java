package io.maxmq.core.connection;

import io.maxmq.core.partition.Partitioning;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Chooses ids for clients that send none (MQTT-3.1.3-6), such that their session is at home at this worker. Ids differ
 * between workers, and between runs of the broker. Used by the worker's thread alone.
 */
public final class AssignedIds
{
    private final int self;
    private final Partitioning partitioning;
    private final String prefix;
    private long counter;

    /**
     * @param self         index of the worker.
     * @param partitioning of the broker.
     * @param run          something that differs from run to run.
     */
    public AssignedIds(final int self, final Partitioning partitioning, final long run)
    {
        this.self = self;
        this.partitioning = partitioning;
        prefix = "auto-" + Long.toString(run, Character.MAX_RADIX) + '-' + Integer.toString(self) + '-';
    }

    String next()
    {
        while (true)
        {
            final String id = prefix + Long.toString(++counter, Character.MAX_RADIX);
            final byte[] bytes = id.getBytes(StandardCharsets.US_ASCII);
            if (partitioning.homeOfClient(0, new UnsafeBuffer(bytes), 0, bytes.length) == self)
            {
                return id;
            }
        }
    }
}
