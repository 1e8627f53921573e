package io.maxmq.core.state;

import io.maxmq.core.message.Delivery;
import io.maxmq.core.message.Message;
import io.maxmq.core.session.StoredMessages;
import io.maxmq.journal.event.FieldWriter;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.LongHashSet;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** Writes the stored messages to which the state refers, each once. Not thread-safe. */
final class StoredDump
{
    private final StateLines out;
    private final Delivery delivery = new Delivery();
    private final MutableDirectBuffer block = new ExpandableArrayBuffer(1024);

    StoredDump(final StateLines out)
    {
        this.out = out;
    }

    void write(final LongHashSet references, final StoredMessages stored)
    {
        final long[] sequences = new long[references.size()];
        int count = 0;
        final LongHashSet.LongIterator iterator = references.iterator();
        while (iterator.hasNext())
        {
            sequences[count++] = iterator.nextValue();
        }
        Arrays.sort(sequences);
        for (final long sequence : sequences)
        {
            write(sequence, stored);
        }
    }

    private void write(final long sequence, final StoredMessages stored)
    {
        final FieldWriter line = out.begin("message", 0).number("sequence", sequence);
        if (stored.load(sequence, null, delivery.target(0, false, false)))
        {
            final Message message = delivery.message();
            line.optional("tenant", message.tenant());
            line.text("topic", message.topicBuffer(), message.topicOffset(), message.topicLength());
            line.number("qos", message.qos()).flag("retain", message.retain());
            if (message.expiryDeadlineMs() != Message.NEVER)
            {
                line.number("expiresAtMs", message.expiryDeadlineMs());
            }
            line.number("storedAtMs", delivery.storedAtMs()).number("payloadBytes", message.payloadLength());
            line.hex("crc", crc(block, 0, message.encodeBlock(block, 0)));
        }
        else
        {
            line.flag("unreadable", true);
        }
        out.end();
    }

    static long crc(final DirectBuffer buffer, final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        final CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }
}
