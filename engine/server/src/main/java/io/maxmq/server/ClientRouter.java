package io.maxmq.server;

import io.maxmq.core.partition.Partitioning;
import io.maxmq.transport.codec.ConnectDecoder;
import io.maxmq.transport.codec.Region;
import io.maxmq.transport.tcp.Router;
import org.agrona.DirectBuffer;

/**
 * Sends a connection to the home of its client. Used by the acceptor's thread.
 */
final class ClientRouter implements Router
{
    private final Partitioning partitioning;
    private int next;

    ClientRouter(final Partitioning partitioning)
    {
        this.partitioning = partitioning;
    }

    @Override
    public int workerFor(final int listenerId, final DirectBuffer connect, final int offset, final int length)
    {
        final long clientId = ConnectDecoder.locateClientId(connect, offset, length);
        if (clientId == Region.NONE || Region.length(clientId) == 0)
        {
            next = next + 1 < partitioning.workerCount() ? next + 1 : 0;
            return next;
        }
        return partitioning.homeOfClient(0, connect, Region.offset(clientId), Region.length(clientId));
    }
}
