package io.maxmq.transport.bus;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import static io.aeron.logbuffer.FrameDescriptor.FRAME_ALIGNMENT;
import static io.aeron.protocol.DataHeaderFlyweight.HEADER_LENGTH;

/**
 * Sending end of the stream to one target at one stage. Used by the sender's thread only.
 * <p>
 * A message that fits a frame is one frame, whose reserved value is 0. A larger one goes in parts, whose reserved value
 * says what they are:
 * <pre>
 *    63                               32 31                                0
 *   +-----------------------------------+-----------------------------------+
 *   |   length of the whole message     |   position of this part in it     |
 *   +-----------------------------------+-----------------------------------+
 * </pre>
 * If the window does not hold all parts at once, the whole message is copied to a transfer buffer and sent on by
 * {@link #pump()} as the window moves; until then the stream accepts nothing else. The exception are further messages
 * whose room was asked for together with it ({@link #canOffer(int, int)}): they queue behind it in the same buffer.
 * <pre>
 *   transfer buffer:  int length | 4 bytes 0 | message, padded to 8 | int length | ...
 * </pre>
 */
final class OutboundStream
{
    private static final int RECORD_HEADER_LENGTH = 8;
    private static final int MAX_FRAMING = HEADER_LENGTH + FRAME_ALIGNMENT - 1;

    private static final long NOT_RENEWING = Aeron.NULL_VALUE;
    private static final int RENEWAL_TERMS = 1024;

    private final int source;
    private final int target;
    private final DriverLink driver;
    private final TransferPool pool;
    private final int termLength;
    private final int directLimit;
    private final int maxMessageLength;
    private final BufferClaim claim = new BufferClaim();
    private final StreamCounters counters = new StreamCounters();
    private final int maxFramePayload;
    private final long renewalPosition;
    private ExclusivePublication publication;
    private long renewal = NOT_RENEWING;
    private int generation;
    private long limitWaitedFor = Long.MAX_VALUE;
    private UnsafeBuffer transfer;
    private int transferRead;
    private int transferEnd;
    private int partsSent;
    private int credit;
    private int creditCapacity;

    OutboundStream(
        final int source,
        final int target,
        final ExclusivePublication publication,
        final DriverLink driver,
        final BusConfig config,
        final TransferPool pool)
    {
        this.source = source;
        this.target = target;
        this.driver = driver;
        this.pool = pool;
        termLength = config.termLength();
        directLimit = config.windowLength() / 2;
        maxMessageLength = config.maxMessageLength();
        maxFramePayload = publication.maxPayloadLength();
        renewalPosition = publication.maxPossiblePosition() - (long)RENEWAL_TERMS * termLength;
        this.publication = publication;
    }

    static int partTotalLength(final long reservedValue)
    {
        return (int)(reservedValue >>> 32);
    }

    static int partPosition(final long reservedValue)
    {
        return (int)reservedValue;
    }

    int target()
    {
        return target;
    }

    StreamCounters counters()
    {
        return counters;
    }

    ExclusivePublication publication()
    {
        return publication;
    }

    /**
     * An Aeron stream ends after 2<sup>31</sup> terms: well before, go over to a new one. The receiver follows when it
     * has consumed the old one, so the order holds.
     *
     * @param aeron client of this participant.
     */
    void maintain(final Aeron aeron)
    {
        if (renewal != NOT_RENEWING)
        {
            final ExclusivePublication next = aeron.getExclusivePublication(renewal);
            if (next != null && next.availableWindow() > 0)
            {
                publication.close();
                publication = next;
                renewal = NOT_RENEWING;
                limitWaitedFor = Math.min(limitWaitedFor, 1);
            }
            driver.onRefused();
        }
        else if (publication.position() > renewalPosition)
        {
            final int sessionId = StreamNames.sessionId(source, ++generation);
            renewal = aeron.asyncAddExclusivePublication(
                StreamNames.publicationChannel(sessionId, 0), publication.streamId());
            driver.onRefused();
        }
    }

    boolean canOffer(final int length)
    {
        credit = 0;
        if (transfer != null)
        {
            return refuse(1);
        }
        if (length > maxFramePayload)
        {
            return publication.isConnected() || refuse(1);
        }

        final long needed = neededWindow(length);
        return publication.availableWindow() >= needed || refuse(needed);
    }

    boolean canOffer(final int count, final int totalLength)
    {
        if (count == 1)
        {
            return canOffer(totalLength);
        }

        credit = 0;
        if (transfer != null)
        {
            return refuse(1);
        }

        final long framed = totalLength + (long)count * MAX_FRAMING;
        final long needed = framed + Math.min(framed, frameLength(maxFramePayload));
        if (totalLength <= maxFramePayload && needed <= directLimit)
        {
            return publication.availableWindow() >= needed || refuse(needed);
        }

        credit = count;
        creditCapacity = (int)Math.min(
            Integer.MAX_VALUE - 64, totalLength + (long)count * (RECORD_HEADER_LENGTH + Long.BYTES));
        return publication.isConnected() || refuse(1);
    }

    boolean offer(
        final DirectBuffer header,
        final int headerOffset,
        final int headerLength,
        final DirectBuffer body,
        final int bodyOffset,
        final int bodyLength)
    {
        final int length = headerLength + bodyLength;
        final boolean isAccepted;
        if (transfer != null)
        {
            isAccepted = credit > 0 && appendRecord(header, headerOffset, headerLength, body, bodyOffset, bodyLength);
        }
        else if (length <= maxFramePayload && claim(length))
        {
            copy(claim.buffer(), claim.offset(), header, headerOffset, headerLength, body, bodyOffset, bodyLength);
            claim.reservedValue(0);
            claim.commit();
            isAccepted = true;
        }
        else
        {
            isAccepted = (length > maxFramePayload || credit > 0) &&
                startTransfer(header, headerOffset, headerLength, body, bodyOffset, bodyLength);
        }

        credit = Math.max(0, credit - 1);
        if (isAccepted)
        {
            counters.onMessage(length);
            return true;
        }

        return refuse(transfer == null && length <= maxFramePayload ? neededWindow(length) : 1);
    }

    boolean isTransferring()
    {
        return transfer != null;
    }

    /**
     * Send on what waits in the transfer buffer.
     *
     * @return frames sent.
     */
    int pump()
    {
        int frames = 0;
        while (transfer != null)
        {
            final int length = transfer.getInt(transferRead);
            final int partLength = Math.min(length - partsSent, maxFramePayload);
            if (!claim(partLength))
            {
                waitForLimit(publication.position() + 1);
                break;
            }

            claim.buffer().putBytes(
                claim.offset(), transfer, transferRead + RECORD_HEADER_LENGTH + partsSent, partLength);
            claim.reservedValue(length <= maxFramePayload ? 0 : (long)length << 32 | partsSent);
            claim.commit();
            frames++;
            advanceTransfer(length, partLength);
        }

        return frames;
    }

    /**
     * Has the window moved so far that what was refused last may be tried again? Answers yes once.
     *
     * @return true if it has.
     */
    boolean hasRoomAgain()
    {
        if (isWaiting() && publication.availableWindow() + publication.position() >= limitWaitedFor)
        {
            limitWaitedFor = Long.MAX_VALUE;
            return true;
        }

        return false;
    }

    /**
     * @return true if something was refused and there is still no room for it.
     */
    boolean isWaiting()
    {
        return limitWaitedFor != Long.MAX_VALUE;
    }

    private boolean startTransfer(
        final DirectBuffer header,
        final int headerOffset,
        final int headerLength,
        final DirectBuffer body,
        final int bodyOffset,
        final int bodyLength)
    {
        final int length = headerLength + bodyLength;
        if (length > maxMessageLength)
        {
            throw new IllegalArgumentException("message of " + length + " bytes, the most is " + maxMessageLength);
        }
        if (!publication.isConnected())
        {
            return false;
        }

        transfer = pool.acquire(Math.max(recordLength(length), credit > 0 ? creditCapacity : 0));
        appendRecord(header, headerOffset, headerLength, body, bodyOffset, bodyLength);
        pump();
        return true;
    }

    private boolean appendRecord(
        final DirectBuffer header,
        final int headerOffset,
        final int headerLength,
        final DirectBuffer body,
        final int bodyOffset,
        final int bodyLength)
    {
        final int length = headerLength + bodyLength;
        if (recordLength(length) > transfer.capacity() - transferEnd)
        {
            return false;
        }

        transfer.putInt(transferEnd, length);
        copy(transfer, transferEnd + RECORD_HEADER_LENGTH,
            header, headerOffset, headerLength, body, bodyOffset, bodyLength);
        transferEnd += recordLength(length);
        return true;
    }

    private void advanceTransfer(final int length, final int partLength)
    {
        partsSent += partLength;
        if (partsSent == length)
        {
            partsSent = 0;
            transferRead += recordLength(length);
            if (transferRead == transferEnd)
            {
                pool.release(transfer);
                transfer = null;
                transferRead = 0;
                transferEnd = 0;
            }
        }
    }

    private boolean claim(final int length)
    {
        long position = publication.tryClaim(length, claim);
        if (position == Publication.ADMIN_ACTION)
        {
            position = publication.tryClaim(length, claim);
        }

        return position > 0;
    }

    /**
     * A frame may exceed the window it begins in; what does not fit a term begins in the next one.
     */
    private long neededWindow(final int length)
    {
        final int remaining = termLength - publication.termOffset();
        return frameLength(length) > remaining ? remaining + 1 : 1;
    }

    private boolean refuse(final long neededWindow)
    {
        counters.onBackPressure();
        waitForLimit(publication.position() + neededWindow);
        return false;
    }

    private void waitForLimit(final long limit)
    {
        limitWaitedFor = Math.min(limitWaitedFor, limit);
        driver.onRefused();
    }

    private static int frameLength(final int length)
    {
        return BitUtil.align(length + HEADER_LENGTH, FRAME_ALIGNMENT);
    }

    private static int recordLength(final int length)
    {
        return BitUtil.align(length + RECORD_HEADER_LENGTH, Long.BYTES);
    }

    private static void copy(
        final MutableDirectBuffer destination,
        final int offset,
        final DirectBuffer header,
        final int headerOffset,
        final int headerLength,
        final DirectBuffer body,
        final int bodyOffset,
        final int bodyLength)
    {
        destination.putBytes(offset, header, headerOffset, headerLength);
        if (bodyLength > 0)
        {
            destination.putBytes(offset + headerLength, body, bodyOffset, bodyLength);
        }
    }
}
