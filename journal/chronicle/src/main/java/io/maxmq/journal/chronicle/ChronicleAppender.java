package io.maxmq.journal.chronicle;

import io.maxmq.journal.event.CheckpointEvent;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.log.LogAppender;
import io.maxmq.journal.log.LogState;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The writer of a {@link ChronicleLog}. An event becomes one document, or several if it is long; they are checksummed
 * in a buffer here and copied to the queue. It never waits: the file is allocated, and the next one made, by
 * {@link JournalHelper} ahead of it; when that is late, or the disk is full, the log has no room.
 */
final class ChronicleAppender implements LogAppender
{
    /** Document header and padding. */
    private static final int DOCUMENT_OVERHEAD = Generation.DOCUMENT_HEADER_LENGTH + 3;

    private final ChronicleLog log;
    private final JournalConfig config;
    private final JournalHelper helper;
    private final int maxPart;
    private final int maxEventLength;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer stagingBytes;
    private final UnsafeBuffer staging;
    private final CheckpointEvent checkpoint = new CheckpointEvent();
    private final MutableDirectBuffer checkpointBuffer = new ExpandableArrayBuffer(128);
    private GenerationWriter writer;
    private Generation generation;
    private long appended;
    private long appendedBytes;
    private long timestampMs;
    private long housekeepingMs = -1L;
    private boolean dirty;

    ChronicleAppender(
        final ChronicleLog log, final JournalConfig config, final JournalHelper helper, final PreparedGeneration first,
        final long recovered, final long recoveredBytes, final long recoveredMs)
    {
        this.log = log;
        this.config = config;
        this.helper = helper;
        maxPart = config.maxPartLength();
        maxEventLength = (int)(config.generationLength() / 4);
        stagingBytes = ByteBuffer.allocateDirect(config.blockLength() / 8);
        staging = new UnsafeBuffer(stagingBytes);
        appended = recovered;
        appendedBytes = recoveredBytes;
        timestampMs = recoveredMs;
        begin(first);
    }

    @Override
    public void timestampMs(final long nowMs)
    {
        timestampMs = Math.max(timestampMs, nowMs);
    }

    @Override
    public long timestampMs()
    {
        return timestampMs;
    }

    @Override
    public long append(final DirectBuffer buffer, final int offset, final int length)
    {
        if (!EventHeader.isComplete(buffer, offset, length) || length > maxEventLength)
        {
            return REFUSED;
        }
        if (log.state().get() == LogState.FAILED)
        {
            return FAILED;
        }
        if (!makeRoom(length, EventType.isEssential(EventHeader.type(buffer, offset))))
        {
            return FULL;
        }
        FaultPoint.APPEND.reached();
        final long sequence = ++appended;
        final long synced = log.synced();
        for (int from = 0; from < length; from += maxPart)
        {
            final int part = Math.min(maxPart, length - from);
            appendPart(buffer, offset + from, part, sequence, synced, length, from);
        }
        appendedBytes = generation.basePosition() + BitUtil.align(writer.position(), 4);
        dirty = true;
        FaultPoint.APPENDED.reached();
        return sequence;
    }

    private void appendPart(
        final DirectBuffer buffer, final int offset, final int part, final long sequence, final long synced,
        final int eventLength, final int from)
    {
        final int documentLength = RecordFlyweight.HEADER_LENGTH + part;
        staging.putBytes(RecordFlyweight.HEADER_LENGTH, buffer, offset, part);
        if (from == 0)
        {
            EventHeader.stamp(staging, RecordFlyweight.HEADER_LENGTH, sequence, timestampMs);
        }
        RecordFlyweight.encode(staging, 0, sequence, synced, part, eventLength, from);
        RecordFlyweight.crc(staging, 0, RecordFlyweight.computeCrc(crc, stagingBytes, 0, documentLength));
        final long at = writer.append(staging, 0, documentLength);
        if (from == 0)
        {
            generation.onEvent(sequence, at);
        }
    }

    @Override
    public boolean hasRoom(final int length, final boolean essential)
    {
        return length <= maxEventLength && log.state().get() != LogState.FAILED &&
            (fits(length, essential) || helper.hasNext());
    }

    /** Whether it fits, here or in a new generation. */
    private boolean makeRoom(final int length, final boolean essential)
    {
        if (fits(length, essential))
        {
            return true;
        }
        helper.want(required(length) + Math.max(reserve(essential), config.essentialReserve()));
        if (end(length, essential) <= writer.length() && !helper.isExhausted())
        {
            // The rest of this file will do, when it is allocated.
            return false;
        }
        final PreparedGeneration next = helper.takeNext();
        if (next == null)
        {
            return false;
        }
        FaultPoint.ROLL.reached();
        generation.seal(appended, writer.position());
        helper.bytesChanged(writer.position() - config.generationLength());
        helper.retire(writer);
        begin(next);
        FaultPoint.ROLLED.reached();
        return fits(length, essential);
    }

    private boolean fits(final int length, final boolean essential)
    {
        return end(length, essential) <= writer.allocatedTo();
    }

    /** Position up to which the file must be allocated. */
    private long end(final int length, final boolean essential)
    {
        return writer.position() + required(length) + reserve(essential);
    }

    /**
     * What a message has to leave. As long as messages are accepted it leaves the room of those that will be on their
     * way when that ends as well: a helper that is slow to say that the disk is full finds that room untouched.
     */
    private long reserve(final boolean essential)
    {
        if (essential)
        {
            return 0;
        }
        return config.essentialReserve() + (log.state().accepting() ? config.inFlightReserve() : 0);
    }

    private long required(final int length)
    {
        final int parts = (length + maxPart - 1) / maxPart;
        return length + (long)parts * (RecordFlyweight.HEADER_LENGTH + DOCUMENT_OVERHEAD) +
            (1 + (length >> 17)) * (long)GenerationWriter.INDEX_PAGE_LENGTH;
    }

    int maxEventLength()
    {
        return maxEventLength;
    }

    private void begin(final PreparedGeneration next)
    {
        writer = next.writer();
        generation = next.generation();
        generation.begin(appended + 1, appendedBytes, BitUtil.align(writer.position(), 4));
        log.begin(generation, writer);
    }

    @Override
    public void commit()
    {
        if (dirty)
        {
            dirty = false;
            FaultPoint.COMMIT.reached();
            log.publish(appended, appendedBytes);
            FaultPoint.COMMITTED.reached();
        }
    }

    @Override
    public long appended()
    {
        return appended;
    }

    @Override
    public long lagBytes()
    {
        return appendedBytes - log.positions().slowestBytes();
    }

    /** Once per millisecond: says whether messages are accepted, and keeps the helper ahead. */
    @Override
    public int doWork()
    {
        if (housekeepingMs == timestampMs)
        {
            return 0;
        }
        housekeepingMs = timestampMs;
        final long left = writer.allocatedTo() - writer.position();
        if (left < config.aheadBytes())
        {
            helper.wake();
        }
        final boolean scarce = helper.isExhausted() && left < config.acceptingReserve() && !helper.hasNext();
        log.state().set(scarce ? LogState.ESSENTIAL_ONLY : LogState.ACCEPTING);
        return log.snapshots().isWanted() ? checkpoint() : 0;
    }

    /** A place for a snapshot, which every reader meets. */
    private int checkpoint()
    {
        checkpoint.wrapForWrite(checkpointBuffer, 0)
            .workers(EventHeader.ALL_WORKERS, config.readerCount())
            .previous(log.snapshots().sequence());
        final long sequence = append(checkpointBuffer, 0, checkpoint.length());
        if (sequence < 0)
        {
            return 0;
        }
        log.snapshots().begin(sequence, timestampMs);
        commit();
        log.wakeups().wake(EventHeader.ALL_WORKERS);
        return 1;
    }

    @Override
    public String toString()
    {
        return "appender of " + generation.folder() + " at " + appended;
    }
}
