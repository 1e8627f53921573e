package io.maxmq.transport.bus;

import java.util.ArrayDeque;

/**
 * One stream of a {@link QueueBus}. Not thread-safe.
 */
final class QueueStream
{
    final ArrayDeque<byte[]> messages = new ArrayDeque<>();
    final StreamCounters sent = new StreamCounters();
    final StreamCounters received = new StreamCounters();
    int windowMessages = QueueBus.DEFAULT_WINDOW_MESSAGES;
    int windowBytes = QueueBus.DEFAULT_WINDOW_BYTES;
    boolean full;
    boolean stalled;
    boolean isPutBack;
    boolean isRefused;
    private long bytes;

    boolean hasRoom(final int count, final int length)
    {
        if (full || messages.size() + count > windowMessages)
        {
            return false;
        }

        return bytes + length <= windowBytes || messages.isEmpty() && count == 1;
    }

    boolean hasRoomAgain()
    {
        final boolean hasRoomAgain = isRefused && hasRoom(1, 0);
        isRefused &= !hasRoomAgain;
        return hasRoomAgain;
    }

    boolean isReadable()
    {
        return !stalled && !messages.isEmpty();
    }

    void add(final byte[] message)
    {
        messages.add(message);
        bytes += message.length;
    }

    int remove()
    {
        final int length = messages.remove().length;
        bytes -= length;
        return length;
    }
}
