package io.maxmq.transport.tcp;

import io.maxmq.transport.buffer.ByteSink;
import io.maxmq.transport.buffer.ByteSource;

/**
 * One connection as the layers above the socket see it: bytes in, bytes out, and which of the two it waits for.
 * <p>
 * Lifecycle: open until {@link #close()}, which may be called at any time and more than once. An implementation never
 * closes itself; an error or the peer's end shows as {@link #CLOSED} and the owner then closes.
 * <p>
 * Threading: belongs to the thread of its worker. No method blocks, none throws for an I/O error.
 * <p>
 * Invariants:
 * <ul>
 *   <li>after {@link #close()} no handler of this channel is called, and reads and writes return {@link #CLOSED};</li>
 *   <li>read and write interest take effect before the next poll, in any number of changes at the cost of one;</li>
 *   <li>a write of fewer bytes than offered means that the next attempt should wait for
 *   {@link ChannelHandler#onWritable(Channel)}.</li>
 * </ul>
 */
public interface Channel extends ByteSource, ByteSink
{
    /**
     * Result of a read or write on a connection whose end has been reached, or that failed, or that is closed.
     */
    int CLOSED = -1;

    /**
     * @return true when {@link ByteSource#read} has bytes to give without the socket becoming readable, as TLS and
     * WebSocket may after a read into a buffer that was too small. Such a channel must be read again without an event.
     */
    boolean hasBufferedInput();

    /**
     * @param on whether {@link ChannelHandler#onReadable(Channel)} is to be called when there is something to read.
     *           On for a new channel.
     */
    void readInterest(boolean on);

    /**
     * @param on whether {@link ChannelHandler#onWritable(Channel)} is to be called when there is room to write. Off for
     *           a new channel.
     */
    void writeInterest(boolean on);

    /**
     * Tell the peer that nothing more will come. To be followed by reading until the peer ends too, and
     * {@link #close()}: a close with bytes unread would take back what the peer has not read yet.
     */
    void shutdownOutput();

    /**
     * Close the connection. Bytes that the kernel holds already are still sent. No effect on a closed channel.
     */
    void close();

    /**
     * @return false from {@link #close()} on. A connection that the peer has ended is open until it is closed here.
     */
    boolean isOpen();

    /**
     * @return who is at the other end, and which listener accepted the connection.
     */
    Peer peer();

    /**
     * @param handler that is called for this channel's events from now on; it replaces the one before.
     */
    void attach(ChannelHandler handler);
}
