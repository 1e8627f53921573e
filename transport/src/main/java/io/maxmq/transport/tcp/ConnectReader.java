package io.maxmq.transport.tcp;

import java.nio.ByteBuffer;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import io.maxmq.transport.buffer.BufferPool;
import io.maxmq.transport.buffer.PooledBuffer;

/**
 * Gathers CONNECT for connections that wait, most of which bring it whole with their first read: that is read into one
 * scratch buffer, and only a connection that needs more than one read gets memory of its own, for the bytes it has
 * sent, doubling as they come.
 * <p>
 * Threading: the acceptor's thread.
 */
final class ConnectReader
{
    static final int NEED_MORE = ConnectProbe.NEED_MORE;
    static final int NOT_CONNECT = ConnectProbe.NOT_CONNECT;
    static final int MALFORMED = ConnectProbe.MALFORMED;
    static final int TOO_LARGE = ConnectProbe.TOO_LARGE;
    static final int ENDED = -4;
    static final int OUT_OF_MEMORY = -5;

    private final int maxBytes;
    private final BufferPool pool;
    private final ByteBuffer scratchBytes;
    private final UnsafeBuffer scratch;

    ConnectReader(final int maxBytes, final long memoryBytes)
    {
        this.maxBytes = maxBytes;
        this.pool = new BufferPool(memoryBytes);
        this.scratchBytes = ByteBuffer.allocateDirect(maxBytes);
        this.scratch = new UnsafeBuffer(scratchBytes);
    }

    /**
     * Read a connection once.
     *
     * @param connection to read.
     * @return length of CONNECT with its header if it is whole, else one of the constants. The bytes are in
     * {@link #bufferOf(PendingConnection)} until another connection is read.
     */
    int read(final PendingConnection connection)
    {
        if (!makeRoom(connection))
        {
            return OUT_OF_MEMORY;
        }
        final PooledBuffer own = connection.buffer;
        final ByteBuffer bytes = own == null ? scratchBytes : own.byteBuffer();
        final int limit = Math.min(bytes.capacity(), maxBytes);
        bytes.limit(limit).position(connection.length);
        final int read = connection.layer == null ? Sockets.read(connection.socket, bytes) : connection.layer.read(bytes);
        if (read <= 0)
        {
            return read < 0 ? ENDED : NEED_MORE;
        }
        connection.length += read;
        final int result = ConnectProbe.probe(bufferOf(connection), connection.length, maxBytes);
        return result == NEED_MORE && !keep(connection) ? OUT_OF_MEMORY : result;
    }

    DirectBuffer bufferOf(final PendingConnection connection)
    {
        return connection.buffer == null ? scratch : connection.buffer.buffer();
    }

    void release(final PendingConnection connection)
    {
        if (connection.buffer != null)
        {
            pool.release(connection.buffer);
            connection.buffer = null;
        }
    }

    long bytesInUse()
    {
        return pool.bytesInUse();
    }

    void close()
    {
        pool.close();
    }

    private boolean keep(final PendingConnection connection)
    {
        if (connection.buffer != null)
        {
            return true;
        }
        final PooledBuffer buffer = pool.acquire(connection.length);
        if (buffer == null)
        {
            return false;
        }
        buffer.buffer().putBytes(0, scratch, 0, connection.length);
        connection.buffer = buffer;
        return true;
    }

    private boolean makeRoom(final PendingConnection connection)
    {
        final PooledBuffer old = connection.buffer;
        if (old == null || connection.length < old.capacity())
        {
            return true;
        }
        final PooledBuffer buffer = pool.acquire(2 * connection.length);
        if (buffer == null)
        {
            return false;
        }
        buffer.buffer().putBytes(0, old.buffer(), 0, connection.length);
        connection.buffer = buffer;
        pool.release(old);
        return true;
    }
}
