package io.maxmq.transport.bus;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts a message together that came in parts (see {@link OutboundStream} for their layout). Its memory grows with the
 * bytes received, up to the largest message. One per incoming stream, used by the receiver's thread only.
 */
final class Assembly
{
    private final TransferPool pool;
    private final int maxLength;
    private UnsafeBuffer buffer;
    private int length;
    private int received;

    Assembly(final TransferPool pool, final int maxLength)
    {
        this.pool = pool;
        this.maxLength = maxLength;
    }

    /**
     * @return true if all parts of a message are there.
     */
    boolean isComplete()
    {
        return buffer != null && received == length;
    }

    DirectBuffer buffer()
    {
        return buffer;
    }

    int length()
    {
        return length;
    }

    /**
     * The next part has arrived.
     *
     * @param totalLength of the message.
     * @param position    of the part in the message.
     * @param part        that holds it.
     * @param offset      of its first byte.
     * @param partLength  in bytes.
     */
    void append(
        final int totalLength, final int position, final DirectBuffer part, final int offset, final int partLength)
    {
        if (position == 0 && buffer == null)
        {
            begin(totalLength);
        }
        if (buffer == null || totalLength != length || position != received || partLength > length - received)
        {
            throw new IllegalStateException("part at " + position + " of " + totalLength + " bytes does not follow " +
                received + " of " + length);
        }

        ensureCapacity(received + partLength);
        buffer.putBytes(received, part, offset, partLength);
        received += partLength;
    }

    /**
     * The message is done with.
     */
    void release()
    {
        pool.release(buffer);
        buffer = null;
        length = 0;
        received = 0;
    }

    private void begin(final int totalLength)
    {
        if (totalLength <= 0 || totalLength > maxLength)
        {
            throw new IllegalStateException("message of " + totalLength + " bytes, the most is " + maxLength);
        }

        buffer = pool.acquire(TransferPool.grow(0, totalLength));
        length = totalLength;
    }

    private void ensureCapacity(final int required)
    {
        if (required > buffer.capacity())
        {
            final UnsafeBuffer larger = pool.acquire(TransferPool.grow(required, length));
            larger.putBytes(0, buffer, 0, received);
            pool.release(buffer);
            buffer = larger;
        }
    }
}
