package io.maxmq.transport.tcp;

/**
 * What a worker does when one of its connections can be read or written. Called by {@link SocketPoller} on the worker's
 * thread, never concurrently, never after the channel was closed.
 */
public interface ChannelHandler
{
    /**
     * There is something to read, or the connection has ended: read once, and come back with the next poll for the
     * rest, so that no connection holds up the others.
     *
     * @param channel to read.
     * @return amount of work done, 0 for none.
     */
    int onReadable(Channel channel);

    /**
     * There is room to write. Called with every poll for as long as write interest is on.
     *
     * @param channel to write.
     * @return amount of work done, 0 for none.
     */
    int onWritable(Channel channel);

    /**
     * One of the other methods threw. The failure is counted and reported already; it must end with this connection.
     *
     * @param channel that was being served.
     * @param error   that was thrown.
     */
    default void onFailure(final Channel channel, final Throwable error)
    {
        channel.close();
    }
}
