package io.maxmq.journal.log;

import io.maxmq.journal.event.MessageEvent;
import io.maxmq.journal.event.MessageFlyweight;
import io.maxmq.journal.event.SessionEndEvent;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Events with a checksummed payload, for tests that move them about. Not thread-safe; one per thread. */
public final class TestEvents
{
    private static final UnsafeBuffer TOPIC = new UnsafeBuffer("a/topic/of/tests".getBytes());

    private final ExpandableDirectByteBuffer buffer = new ExpandableDirectByteBuffer(1024);
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final MessageEvent message = new MessageEvent();
    private final SessionEndEvent sessionEnd = new SessionEndEvent();
    private final MessageFlyweight block = new MessageFlyweight();
    private int length;

    /** A message whose payload of at least 16 bytes depends on {@code seed} and checks itself. */
    public TestEvents message(final long seed, final int payloadLength)
    {
        final int blockLength = (int)MessageFlyweight.blockLength(TOPIC.capacity(), 0, payloadLength);
        buffer.checkLimit(MessageEvent.length(blockLength, 64));
        message.wrapForWrite(buffer, 0).publisherSessionId(seed).qos(1).packetId(1).publisherIsPersistent(true);
        block.wrapForWrite(buffer, message.messageOffset(), 1, false, TOPIC.capacity(), 0, payloadLength,
            MessageFlyweight.NO_EXPIRY).putTopic(buffer, TOPIC, 0);
        fill(buffer, block.payloadOffset(), payloadLength, seed);
        length = message.messageWritten(blockLength).length();
        return this;
    }

    /** A small essential event. */
    public TestEvents essential(final long sessionId)
    {
        length = sessionEnd.wrapForWrite(buffer, 0).sessionId(sessionId).length();
        return this;
    }

    public MessageEvent message()
    {
        return message;
    }

    public DirectBuffer buffer()
    {
        view.wrap(buffer, 0, length);
        return view;
    }

    public int length()
    {
        return length;
    }

    public long appendTo(final LogAppender appender)
    {
        return appender.append(buffer, 0, length);
    }

    public boolean offerTo(final EventSink sink)
    {
        return sink.offer(buffer(), 0, length);
    }

    /** The seed of a message read back, or -1 if a byte of it has changed. */
    public long verify(final DirectBuffer source, final int offset, final int eventLength)
    {
        if (!message.wrap(source, offset, eventLength))
        {
            return -1;
        }
        block.wrap(source, message.messageOffset());
        final long seed = message.publisherSessionId();
        return matches(source, block.payloadOffset(), block.payloadLength(), seed) ? seed : -1;
    }

    private static void fill(final MutableDirectBuffer target, final int offset, final int length, final long seed)
    {
        long x = seed;
        for (int i = 0; i < length; i++)
        {
            x = x * 6364136223846793005L + 1442695040888963407L;
            target.putByte(offset + i, (byte)(x >>> 56));
        }
    }

    private static boolean matches(final DirectBuffer source, final int offset, final int length, final long seed)
    {
        long x = seed;
        for (int i = 0; i < length; i++)
        {
            x = x * 6364136223846793005L + 1442695040888963407L;
            if (source.getByte(offset + i) != (byte)(x >>> 56))
            {
                return false;
            }
        }
        return true;
    }
}
