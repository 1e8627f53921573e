package io.maxmq.core.connection;

import io.maxmq.core.counter.Counter;
import io.maxmq.transport.buffer.FrameHandler;
import io.maxmq.transport.buffer.FrameReader;
import io.maxmq.transport.buffer.Inbound;
import io.maxmq.transport.codec.Violation;
import io.maxmq.transport.tcp.Channel;
import org.agrona.DirectBuffer;

import java.nio.ByteBuffer;

/**
 * The bytes that come from one client: read, cut into packets, given to the flows in their order. A packet that cannot
 * be dealt with now is kept with all that follow it, and nothing more is read. Owned by the worker's thread.
 * <p>
 * Invariant: nothing is read while {@code pauses} is not 0 or whole packets are kept.
 */
final class ConnectionInput implements FrameHandler
{
    /** Nothing is read while the client's request is decided elsewhere. */
    static final int PAUSE_DECISION = 1;
    /** Nothing is read since the way of a message is full. */
    static final int PAUSE_PRESSURE = 2;
    /** Nothing is read since the client does not take what it is sent. */
    static final int PAUSE_WRITE = 4;

    /** Nothing is read since messages wait for a SUBACK or UNSUBACK. */
    static final int PAUSE_SUBSCRIBING = 8;

    private final Connection connection;
    private final ConnectionContext context;
    private final Inbound inbound;
    private int pauses;
    private int subscribing;
    private long lastReceivedMs;
    private long timerId;

    ConnectionInput(final Connection connection, final ConnectionContext context)
    {
        this.connection = connection;
        this.context = context;
        inbound = new Inbound(context.limits().maximumPacketSize());
        lastReceivedMs = context.clock().nowMs();
    }

    /** Takes what was read of the connection before it came here; it is dealt with in this cycle. */
    void opened(final ByteBuffer unread)
    {
        if (unread.hasRemaining() && !context.reader().keep(inbound, unread))
        {
            connection.outOfMemory();
            return;
        }
        context.resumable().add(connection);
    }

    int onReadable(final Channel readable)
    {
        if (pauses != 0 || inbound.hasMore() || connection.isClosing())
        {
            updateReadInterest();
            return 0;
        }
        context.work().begin();
        final int result = context.reader().read(readable, inbound, this);
        lastReceivedMs = context.clock().nowMs();
        afterFrames(result);
        return 1;
    }

    /** Goes on with packets that were kept. */
    void resume()
    {
        if (pauses == 0 && inbound.hasMore() && !connection.isClosing())
        {
            context.work().begin();
            afterFrames(context.reader().resume(inbound, this));
        }
        updateReadInterest();
    }

    private void afterFrames(final int result)
    {
        context.counters().add(Counter.BYTES_RECEIVED, context.reader().bytesRead());
        context.counters().add(Counter.PACKETS_RECEIVED, context.reader().framesRead());
        if (result == FrameReader.END_OF_STREAM)
        {
            connection.end().peerEnded();
            connection.close();
        }
        else if (result == FrameReader.CLOSE)
        {
            connection.close();
        }
        else if (inbound.hasMore())
        {
            updateReadInterest();
            if (pauses == 0)
            {
                context.resumable().add(connection);
            }
        }
    }

    @Override
    public Action onFrame(final DirectBuffer buffer, final int offset, final int length)
    {
        final Action action = context.dispatcher().onFrame(connection, buffer, offset, length);
        return action == Action.CONTINUE && context.work().isSpent() ? Action.STOP : action;
    }

    @Override
    public void onTooLarge(final int declaredLength)
    {
        connection.violation(Violation.PACKET_TOO_LARGE);
    }

    @Override
    public void onMalformed()
    {
        connection.violation(Violation.MALFORMED_LENGTH);
    }

    @Override
    public void onOutOfMemory()
    {
        connection.outOfMemory();
    }

    /**
     * Stops reading for a reason.
     *
     * @param pause one of the PAUSE constants.
     */
    void pause(final int pause)
    {
        pauses |= pause;
        updateReadInterest();
    }

    /**
     * A reason not to read has gone; kept packets are dealt with in this cycle.
     *
     * @param pause one of the PAUSE constants.
     */
    void unpause(final int pause)
    {
        if ((pauses & pause) != 0)
        {
            pauses &= ~pause;
            if (pauses == 0)
            {
                context.resumable().add(connection);
            }
        }
    }

    /** A SUBSCRIBE or UNSUBSCRIBE is on its way to the owners of topics. */
    void beginSubscribing()
    {
        subscribing++;
    }

    /** A SUBSCRIBE or UNSUBSCRIBE has arrived wherever it has to; its acknowledgement is due. */
    void endSubscribing()
    {
        subscribing--;
        if (subscribing == 0)
        {
            unpause(PAUSE_SUBSCRIBING);
        }
    }

    /**
     * @return whether a message that comes now could overtake a SUBSCRIBE or UNSUBSCRIBE before it.
     */
    boolean isSubscribing()
    {
        return subscribing > 0;
    }

    /** A message that must not overtake what came before it: it is kept until SUBACK or UNSUBACK is due. */
    Action holdBack()
    {
        pause(PAUSE_SUBSCRIBING);
        return Action.RETRY;
    }

    /**
     * @return whether the broker itself is why nothing is read at present, so that silence is not the client's.
     */
    boolean isHeldUp()
    {
        return (pauses & (PAUSE_DECISION | PAUSE_PRESSURE | PAUSE_SUBSCRIBING)) != 0;
    }

    void updateReadInterest()
    {
        final Channel channel = connection.channel();
        if (channel != null && channel.isOpen())
        {
            channel.readInterest(pauses == 0 && !inbound.hasMore() && !connection.isClosing());
        }
    }

    /**
     * @return when something was last read, in milliseconds of the worker's clock.
     */
    long lastReceivedMs()
    {
        return lastReceivedMs;
    }

    /**
     * @return the timer that looks whether the client keeps its keep alive, or 0.
     */
    long timerId()
    {
        return timerId;
    }

    void timerId(final long newTimerId)
    {
        timerId = newTimerId;
    }

    void release()
    {
        inbound.release(context.buffers());
    }
}
