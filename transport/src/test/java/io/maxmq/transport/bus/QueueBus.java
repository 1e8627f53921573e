package io.maxmq.transport.bus;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

/**
 * A bus in plain memory for tests that run all participants on one thread, in lock-step. It obeys the contract of
 * {@link Bus} and makes what Aeron does rarely happen at will: streams that hold one message, streams that are full,
 * streams that stall. Not thread-safe: one thread runs all participants.
 * <pre>
 *   QueueBus[] buses = QueueBus.create(2, true);
 *   buses[0].window(1, Stage.DELIVER, 1, 1024);     // one message of up to 1 KiB
 *   buses[0].full(1, Stage.DELIVER, true);          // every offer is refused until full(.., false)
 *   buses[0].stall(1, Stage.DELIVER, true);         // accepted, but not seen by the receiver until stall(.., false)
 * </pre>
 * A message is scribbled over when its handler returns, so a test finds a handler that keeps the buffer. It is
 * presented at an offset other than 0, so a test finds one that forgets the offset.
 */
public final class QueueBus implements Bus
{
    /** The window in messages unless a test sets another. */
    public static final int DEFAULT_WINDOW_MESSAGES = 1024;

    /** The window in bytes unless a test sets another. A message larger than it is accepted by an empty stream. */
    public static final int DEFAULT_WINDOW_BYTES = 16 * 1024 * 1024;

    /** The largest message. */
    public static final int MAX_MESSAGE_LENGTH = BusConfig.DEFAULT_MAX_MESSAGE_LENGTH;

    private final BusTopology topology;
    private final QueueBus[] all;
    private final int participant;
    private final QueueStream[][] outbound;
    private final ParkFlag parkFlag = new ParkFlag();
    private final boolean[] offeredTo;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private Stage handling;
    private int firstSource;
    private boolean closed;

    private QueueBus(final BusTopology topology, final QueueBus[] all, final int participant)
    {
        this.topology = topology;
        this.all = all;
        this.participant = participant;
        outbound = new QueueStream[topology.participants()][Stage.COUNT];
        offeredTo = new boolean[topology.participants()];
        for (int target = 0; target < topology.participants(); target++)
        {
            for (int stage = 0; stage < Stage.COUNT; stage++)
            {
                if (topology.hasStream(participant, target, Stage.get(stage)))
                {
                    outbound[target][stage] = new QueueStream();
                }
            }
        }
    }

    /**
     * @param workers           how many workers there are.
     * @param separateSequencer true if the sequencer is a participant of its own.
     * @return all participants, by number.
     */
    public static QueueBus[] create(final int workers, final boolean separateSequencer)
    {
        final BusTopology topology = new BusTopology(workers, separateSequencer);
        final QueueBus[] all = new QueueBus[topology.participants()];
        for (int i = 0; i < all.length; i++)
        {
            all[i] = new QueueBus(topology, all, i);
        }

        return all;
    }

    /**
     * Set how much a stream from here holds.
     *
     * @param target   participant.
     * @param stage    of the stream.
     * @param messages at most, at least 1.
     * @param bytes    at most; an empty stream takes one message of any length.
     */
    public void window(final int target, final Stage stage, final int messages, final int bytes)
    {
        final QueueStream stream = stream(target, stage);
        stream.windowMessages = messages;
        stream.windowBytes = bytes;
    }

    /**
     * Set how much every stream from here holds.
     *
     * @param messages at most, at least 1.
     * @param bytes    at most; an empty stream takes one message of any length.
     */
    public void windows(final int messages, final int bytes)
    {
        for (final QueueStream[] streams : outbound)
        {
            for (final QueueStream stream : streams)
            {
                if (stream != null)
                {
                    stream.windowMessages = messages;
                    stream.windowBytes = bytes;
                }
            }
        }
    }

    /**
     * Make a stream from here refuse everything, or end that.
     *
     * @param target participant.
     * @param stage  of the stream.
     * @param full   true to refuse.
     */
    public void full(final int target, final Stage stage, final boolean full)
    {
        stream(target, stage).full = full;
    }

    /**
     * Make a stream from here hold back what it has accepted, or end that.
     *
     * @param target  participant.
     * @param stage   of the stream.
     * @param stalled true to hold back.
     */
    public void stall(final int target, final Stage stage, final boolean stalled)
    {
        stream(target, stage).stalled = stalled;
    }

    /**
     * @param target participant.
     * @param stage  of the stream.
     * @return messages accepted from here and not yet consumed there, stalled ones and those put back included.
     */
    public int queued(final int target, final Stage stage)
    {
        return stream(target, stage).messages.size();
    }

    @Override
    public int participant()
    {
        return participant;
    }

    @Override
    public int participants()
    {
        return topology.participants();
    }

    @Override
    public int sequencer()
    {
        return topology.sequencer();
    }

    @Override
    public int maxMessageLength()
    {
        return MAX_MESSAGE_LENGTH;
    }

    @Override
    public boolean canOffer(final int target, final Stage stage, final int length)
    {
        return canOffer(target, stage, 1, length);
    }

    @Override
    public boolean canOffer(final int target, final Stage stage, final int count, final int totalLength)
    {
        final QueueStream stream = stream(target, stage);
        if (closed || !stream.hasRoom(count, totalLength))
        {
            stream.isRefused = true;
            stream.sent.onBackPressure();
            return false;
        }

        return true;
    }

    @Override
    public boolean offer(
        final int target, final Stage stage, final DirectBuffer buffer, final int offset, final int length)
    {
        return offer(target, stage, buffer, offset, length, buffer, offset, 0);
    }

    @Override
    public boolean offer(
        final int target,
        final Stage stage,
        final DirectBuffer header,
        final int headerOffset,
        final int headerLength,
        final DirectBuffer body,
        final int bodyOffset,
        final int bodyLength)
    {
        assert handling == null || handling.mayOffer(stage) : handling + " handler offers to " + stage;
        final QueueStream stream = stream(target, stage);
        final int length = headerLength + bodyLength;
        if (length > MAX_MESSAGE_LENGTH)
        {
            throw new IllegalArgumentException("message of " + length + " bytes is too large");
        }
        if (closed || !stream.hasRoom(1, length))
        {
            stream.isRefused = true;
            stream.sent.onBackPressure();
            return false;
        }

        final byte[] message = new byte[length];
        header.getBytes(headerOffset, message, 0, headerLength);
        body.getBytes(bodyOffset, message, headerLength, bodyLength);
        stream.add(message);
        stream.sent.onMessage(length);
        offeredTo[target] = true;
        return true;
    }

    @Override
    public int poll(final Stage stage, final BusHandler handler, final int limit)
    {
        assert handling == null : "handlers do not poll";
        if (closed)
        {
            return 0;
        }

        final int sources = topology.participants();
        int consumed = 0;
        firstSource = firstSource + 1 >= sources ? 0 : firstSource + 1;
        for (int i = 0; i < sources && consumed < limit; i++)
        {
            final int source = (firstSource + i) % sources;
            final QueueStream stream = all[source].outbound[participant][stage.ordinal()];
            if (stream != null)
            {
                consumed += poll(source, stage, stream, handler, limit - consumed);
            }
        }

        return consumed;
    }

    private int poll(
        final int source, final Stage stage, final QueueStream stream, final BusHandler handler, final int limit)
    {
        int consumed = 0;
        while (consumed < limit && stream.isReadable())
        {
            stream.isPutBack = !present(source, stage, stream.messages.peek(), handler);
            if (stream.isPutBack)
            {
                stream.received.onBackPressure();
                break;
            }

            stream.received.onMessage(stream.remove());
            consumed++;
        }
        if (consumed > 0 && stream.isRefused)
        {
            all[source].parkFlag.wake();
        }

        return consumed;
    }

    private boolean present(final int source, final Stage stage, final byte[] message, final BusHandler handler)
    {
        final int offset = 32;
        final byte[] copy = new byte[offset + message.length];
        System.arraycopy(message, 0, copy, offset, message.length);
        view.wrap(copy);
        handling = stage;
        try
        {
            return handler.onMessage(source, stage, view, offset, message.length);
        }
        finally
        {
            handling = null;
            Arrays.fill(copy, (byte)0xDB);
        }
    }

    @Override
    public boolean hasInput()
    {
        boolean hasInput = false;
        for (int peer = 0; peer < topology.participants(); peer++)
        {
            for (int stage = 0; stage < Stage.COUNT; stage++)
            {
                final QueueStream in = all[peer].outbound[participant][stage];
                final QueueStream out = outbound[peer][stage];
                hasInput |= in != null && in.isReadable() && !in.isPutBack;
                hasInput |= out != null && out.hasRoomAgain();
            }
        }

        return hasInput && !closed;
    }

    @Override
    public int drive()
    {
        return 0;
    }

    @Override
    public void flushWakes()
    {
        for (int target = 0; target < offeredTo.length; target++)
        {
            if (offeredTo[target])
            {
                offeredTo[target] = false;
                all[target].parkFlag.wake();
            }
        }
    }

    @Override
    public ParkFlag parkFlag()
    {
        return parkFlag;
    }

    @Override
    public StreamCounters sent(final int target, final Stage stage)
    {
        final QueueStream stream = outbound[target][stage.ordinal()];
        return stream == null ? null : stream.sent;
    }

    @Override
    public StreamCounters received(final int source, final Stage stage)
    {
        return all[source].outbound[participant][stage.ordinal()] == null ?
            null : all[source].outbound[participant][stage.ordinal()].received;
    }

    @Override
    public void close()
    {
        closed = true;
    }

    private QueueStream stream(final int target, final Stage stage)
    {
        if (!topology.hasStream(participant, target, stage))
        {
            throw topology.noStream(participant, target, stage);
        }

        return outbound[target][stage.ordinal()];
    }
}
