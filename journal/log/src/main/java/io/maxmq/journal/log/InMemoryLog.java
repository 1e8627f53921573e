package io.maxmq.journal.log;

/**
 * The log in memory: shared off-heap segments, a published position, bounded. It survives no restart.
 * <p>
 * Segments are allocated as needed, opened for one stretch of sequences, sealed when the next event does not fit, freed
 * when every reader has passed them and {@link LiveCounters} say that nothing in them is needed, and used again. An
 * event longer than a segment gets a segment of its own.
 * From a quarter of the space on, {@link Compactor} moves what is needed out of segments that are mostly dead.
 * <p>
 * When the bytes in use reach {@code maxBytes} less the reserves, {@link #state()} says ESSENTIAL_ONLY; when segments
 * are freed it accepts again.
 */
public final class InMemoryLog implements Log
{
    private final LogConfig config;
    private final LogState state = new LogState();
    private final ReaderPositions positions;
    private final InMemoryAppender appender;
    private volatile SegmentDirectory directory;
    private volatile long published;

    public InMemoryLog(final LogConfig config)
    {
        this.config = config.conclude();
        positions = new ReaderPositions(config.readerCount());
        appender = new InMemoryAppender(this, config);
    }

    @Override
    public LogAppender appender()
    {
        return appender;
    }

    @Override
    public LogTail tail(final int reader, final long fromSequence)
    {
        if (reader < 0 || reader >= config.readerCount())
        {
            throw new IllegalArgumentException("reader " + reader + " of " + config.readerCount());
        }
        if (fromSequence < firstSequence() || fromSequence > published + 1)
        {
            throw new IllegalArgumentException("tail from " + fromSequence + " of a log up to " + published);
        }
        return new InMemoryTail(this, reader, fromSequence);
    }

    @Override
    public int readerCount()
    {
        return config.readerCount();
    }

    @Override
    public LogState state()
    {
        return state;
    }

    @Override
    public long firstSequence()
    {
        return 1L;
    }

    @Override
    public int maxEventLength()
    {
        return appender.maxEventLength();
    }

    @Override
    public long committed()
    {
        return published;
    }

    /** Bytes of all segments in use. */
    public long usedBytes()
    {
        return appender.usedBytes();
    }

    /** How often events still needed were moved together. */
    public long compactions()
    {
        return appender.compactions();
    }

    @Override
    public void close()
    {
        state.set(LogState.FAILED);
    }

    void publish(final long sequence)
    {
        published = sequence;
    }

    ReaderPositions positions()
    {
        return positions;
    }

    SegmentDirectory directory()
    {
        return directory;
    }

    void directory(final SegmentDirectory newDirectory)
    {
        directory = newDirectory;
    }
}
