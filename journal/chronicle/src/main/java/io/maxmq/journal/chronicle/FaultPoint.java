package io.maxmq.journal.chronicle;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Moments in the life of a journal at which tests let the process end. They do nothing, and are compiled to nothing,
 * unless the JVM was started with the property {@value #PROPERTY}: with {@code appended:17} it is halted, without any
 * clean-up, when {@link #APPENDED} is reached for the 17th time; with {@code listen} each is told to a
 * {@link #listener}. Thread-safe.
 */
public enum FaultPoint
{
    /** An event is about to be appended. */
    APPEND,
    /** A document has been copied to the file, and its header does not say yet that it is complete. */
    WRITING,
    /** All documents of an event are in the file; nobody is told yet. */
    APPENDED,
    /** A batch of events is about to be published. */
    COMMIT,
    /** A batch of events has been published. */
    COMMITTED,
    /** The appender is about to go on in another generation. */
    ROLL,
    /** The appender has gone on in another generation, which is empty. */
    ROLLED,
    /** What is published is about to be brought to the disk. */
    SYNC,
    /** What was published is on the disk; nobody is told yet. */
    SYNCED,
    /** The files of a new generation are there, and the manifest does not name it. */
    PREPARED,
    /** A new manifest is written beside the old one. */
    MANIFEST_WRITTEN,
    /** A new manifest has taken the place of the old one. */
    MANIFEST_REPLACED,
    /** Everything has been read at a start, and nothing changed. */
    RECOVERED,
    /** A checkpoint is in the log; nothing of the snapshot is written. */
    CHECKPOINT,
    /** All files of a snapshot are on the disk, and the manifest does not name it. */
    SNAPSHOT_WRITTEN,
    /** What is still needed of old generations is copied and on the disk, and the manifest does not name it. */
    COMPACTED,
    /** The manifest names a new snapshot; everything older is still there. */
    SNAPSHOT_COUNTS,
    /** A file or folder that no longer counts has been removed. */
    DELETED;

    /** Names the point and how often it is to be reached, or {@code listen}. */
    public static final String PROPERTY = "maxmq.journal.fault";

    private static final String ARMED_WITH = System.getProperty(PROPERTY, "");
    private static final boolean ARMED = !ARMED_WITH.isEmpty();
    private static final boolean LISTENING = "listen".equals(ARMED_WITH);
    private static final int HALT_STATUS = 137;

    private static volatile Consumer<FaultPoint> listener = point -> {};

    private final AtomicLong count = new AtomicLong();
    private final long haltAt = haltAt(name().toLowerCase(Locale.ROOT) + ":");

    private static long haltAt(final String prefix)
    {
        final String armed = System.getProperty(PROPERTY, "");
        return armed.startsWith(prefix) ? Long.parseLong(armed.substring(prefix.length())) : Long.MAX_VALUE;
    }

    /** Called on the thread that reaches a point, before that goes on; whatever it throws ends that thread. */
    public static void listener(final Consumer<FaultPoint> newListener)
    {
        listener = newListener;
    }

    void reached()
    {
        if (ARMED)
        {
            onReached();
        }
    }

    private void onReached()
    {
        if (LISTENING)
        {
            listener.accept(this);
        }
        else if (count.incrementAndGet() >= haltAt)
        {
            Runtime.getRuntime().halt(HALT_STATUS);
        }
    }
}
