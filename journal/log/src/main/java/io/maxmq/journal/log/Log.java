package io.maxmq.journal.log;

/**
 * The one ordered log of everything that lasts. Implementations: {@link InMemoryLog}, the Chronicle journal, a
 * replicated log.
 * <p>
 * What every implementation holds:
 * <ol>
 * <li><b>Prefix consistency.</b> Events are numbered 1, 2, 3 … without gaps in the order of appending. Every reader
 * sees a prefix of that order, each event once, unaltered. After a crash the log is again a prefix, which holds at
 * least everything up to {@link #committed()}.</li>
 * <li><b>Single writer.</b> One thread at a time appends and commits. Each {@link LogTail} belongs to one thread.</li>
 * <li><b>Publication order.</b> {@link LogAppender#commit()} publishes with release semantics everything appended
 * before it; tails read with acquire semantics. An event that was not committed is never seen.</li>
 * <li><b>What a reader may see.</b> The bytes of an event are valid during {@link EventHandler#onEvent} and must not be
 * changed. Later an event is read by sequence, as long as it is retained.</li>
 * <li><b>Live counters.</b> Whoever needs an event after passing it retains it in the handler that meets it, or in the
 * handler of the event that hands it over, and releases it once. Who hands an event over keeps it until he has met the
 * event that says so. Then space is freed when every reader has passed it and nothing in it is retained by any, and
 * nobody is left with a reference to nothing. Counters belong to the reader's thread; only their values are
 * shared.</li>
 * </ol>
 * Thread-safe but for what hands out single-threaded parts.
 */
public interface Log extends AutoCloseable
{
    /** The one appender; the same object every time. Its thread is the log's writer. */
    LogAppender appender();

    /**
     * The tail of a reader, positioned before {@code fromSequence}. Each reader from 0 to {@link #readerCount()} − 1
     * opens its tail once; until all have, nothing is freed.
     *
     * @param fromSequence the first event it is to see; at least {@link #firstSequence()}
     */
    LogTail tail(int reader, long fromSequence);

    /** How many tails there are. */
    int readerCount();

    /** What the log takes at the moment; any thread may look at it. */
    LogState state();

    /** The first event that recovery must fold: what the log was opened with; 1 in a new log. */
    long firstSequence();

    /**
     * Whether events whose effects had left the broker may be missing at the end of what the log was opened with; the
     * first event of the new run (BROKER_START) says so.
     */
    default boolean mayHaveLost()
    {
        return false;
    }

    /** The longest event this log can ever take; whoever decides a longer one refuses it before. */
    int maxEventLength();

    /** The newest event whose effects may leave the broker: published, and synced if configured so. 0 = none. */
    long committed();

    @Override
    void close();
}
