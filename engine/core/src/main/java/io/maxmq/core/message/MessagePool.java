package io.maxmq.core.message;

import io.maxmq.transport.buffer.BufferPool;
import io.maxmq.transport.buffer.PooledBuffer;

import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Copies of messages that wait in memory for sessions that are not persistent. Several sessions that wait for the same
 * message share one copy, counted by references. One per worker, used by its thread alone; bounded by its
 * {@link BufferPool}.
 * <pre>
 *   0 message block | int n | n × int subscription identifier
 * </pre>
 */
public final class MessagePool
{
    private static final int INITIAL_CAPACITY = 64;

    private final BufferPool buffers;
    private PooledBuffer[] contents = new PooledBuffer[INITIAL_CAPACITY];
    private int[] references = new int[INITIAL_CAPACITY];
    private int[] tenants = new int[INITIAL_CAPACITY];
    private int[] free = new int[INITIAL_CAPACITY];
    private int freeCount;
    private int used = 1;

    public MessagePool(final BufferPool buffers)
    {
        this.buffers = buffers;
    }

    /**
     * Keeps a message for one session more.
     *
     * @param delivery the message; with subscription identifiers it gets a copy of its own.
     * @return a handle, or 0 where there is no memory left.
     */
    public long store(final Delivery delivery)
    {
        if (delivery.idCount() == 0 && delivery.poolHandle() != 0)
        {
            references[(int)delivery.poolHandle()]++;
            return delivery.poolHandle();
        }
        final int blockLength = (int)delivery.message().blockLength();
        final PooledBuffer content = buffers.acquire(blockLength + Integer.BYTES * (delivery.idCount() + 1));
        if (content == null)
        {
            return 0;
        }
        delivery.message().encodeBlock(content.buffer(), 0);
        content.buffer().putInt(blockLength, delivery.idCount(), ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < delivery.idCount(); i++)
        {
            content.buffer().putInt(
                blockLength + Integer.BYTES * (i + 1), delivery.ids()[i], ByteOrder.LITTLE_ENDIAN);
        }
        return keep(delivery, content);
    }

    private long keep(final Delivery delivery, final PooledBuffer content)
    {
        final int handle = freeCount > 0 ? free[--freeCount] : nextUnused();
        contents[handle] = content;
        references[handle] = 1;
        tenants[handle] = delivery.message().tenant();
        if (delivery.idCount() == 0)
        {
            delivery.poolHandle(handle);
        }
        return handle;
    }

    private int nextUnused()
    {
        if (used == contents.length)
        {
            contents = Arrays.copyOf(contents, used * 2);
            references = Arrays.copyOf(references, used * 2);
            tenants = Arrays.copyOf(tenants, used * 2);
            free = Arrays.copyOf(free, used * 2);
        }
        return used++;
    }

    /**
     * Looks at a message.
     *
     * @param handle   of the message.
     * @param delivery gets the message and its subscription identifiers; valid until the handle is released.
     */
    public void load(final long handle, final Delivery delivery)
    {
        final PooledBuffer content = contents[(int)handle];
        final Message message = delivery.message().wrapBlock(tenants[(int)handle], content.buffer(), 0);
        delivery.messageChanged();
        delivery.readIds(content.buffer(), (int)message.blockLength());
    }

    /**
     * Length of a message.
     *
     * @param handle of the message.
     * @return bytes of its message block.
     */
    public int length(final long handle)
    {
        return contents[(int)handle].buffer().getInt(0, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Gives up one reference.
     *
     * @param handle of the message.
     */
    public void release(final long handle)
    {
        final int index = (int)handle;
        if (--references[index] == 0)
        {
            buffers.release(contents[index]);
            contents[index] = null;
            free[freeCount++] = index;
        }
    }

    /**
     * @return messages kept.
     */
    public int size()
    {
        return used - 1 - freeCount;
    }
}
