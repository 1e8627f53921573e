package io.maxmq.journal.chronicle;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.log.LogState;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;

/**
 * Brings to the disk what is published, in a thread of its own, and then publishes how far that is. With
 * {@link SyncMode#BATCH} readers are woken each time, because what they hold back may leave. After an error nothing is
 * ever synced again: what the system has dropped cannot be known (fsync reports it once).
 */
final class Syncer implements Runnable
{
    private static final long IDLE_NS = 20_000_000L;

    private final ChronicleLog log;
    private final JournalHelper helper;
    private final JournalConfig config;
    private final ErrorHandler errorHandler;
    private Thread thread;
    private volatile boolean running = true;
    private volatile boolean parked;
    private volatile boolean demanded;

    Syncer(
        final ChronicleLog log, final JournalHelper helper, final JournalConfig config,
        final ErrorHandler errorHandler)
    {
        this.log = log;
        this.helper = helper;
        this.config = config;
        this.errorHandler = errorHandler;
    }

    void start()
    {
        thread = new Thread(this, "journal-sync");
        thread.setDaemon(true);
        thread.start();
    }

    /** Something was published; the writer's thread. */
    void onPublished()
    {
        if (parked)
        {
            LockSupport.unpark(thread);
        }
    }

    /** What is published now is to be brought to the disk even with {@link SyncMode#NONE}; any thread. */
    void demand()
    {
        demanded = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run()
    {
        try
        {
            work();
        }
        catch (final RuntimeException | Error e)
        {
            fail(e);
        }
    }

    private void work()
    {
        while (running && log.state().get() != LogState.FAILED)
        {
            if (config.sync() == SyncMode.NONE && !demanded || !sync())
            {
                idle();
            }
            else if (config.sync() == SyncMode.INTERVAL)
            {
                LockSupport.parkNanos(config.syncIntervalMs() * 1_000_000L);
            }
        }
    }

    private void idle()
    {
        if (config.sync() == SyncMode.NONE)
        {
            forceRetired();
        }
        parked = config.sync() == SyncMode.BATCH;
        if (!parked || log.published() == log.synced())
        {
            LockSupport.parkNanos(config.sync() == SyncMode.INTERVAL ? config.syncIntervalMs() * 1_000_000L : IDLE_NS);
        }
        parked = false;
    }

    /** Brings what is published to the disk; false if that is nothing new. */
    boolean sync()
    {
        demanded = false;
        final long published = log.published();
        if (published == log.synced())
        {
            return false;
        }
        FaultPoint.SYNC.reached();
        // A writer is retired before the next one becomes the current, so what is published is in the retired, in the
        // current, or in those that are retired in between. The current may be one that was retired and closed just
        // now, and the next has not become it yet: then it has been forced, and everything published is in it.
        if (!forceRetired() || !forceCurrent() || !forceRetired())
        {
            return false;
        }
        FaultPoint.SYNCED.reached();
        log.synced(published);
        if (config.sync() == SyncMode.BATCH)
        {
            log.wakeups().wake(EventHeader.ALL_WORKERS);
        }
        return true;
    }

    private boolean forceCurrent()
    {
        try
        {
            final GenerationWriter current = log.writer();
            if (!current.isClosed())
            {
                current.force();
            }
            return true;
        }
        catch (final IOException e)
        {
            fail(e);
            return false;
        }
    }

    private boolean forceRetired()
    {
        for (GenerationWriter writer = helper.retired().peek(); writer != null; writer = helper.retired().peek())
        {
            try
            {
                writer.force();
                writer.close();
            }
            catch (final IOException e)
            {
                fail(e);
                return false;
            }
            helper.retired().remove();
        }
        return true;
    }

    private void fail(final Throwable e)
    {
        log.state().set(LogState.FAILED);
        errorHandler.onError(new JournalException(
            "the journal could not be brought to the disk; nothing is acknowledged any more: " + e, e));
    }

    /** Ends the thread after a last sync. */
    void close() throws InterruptedException
    {
        running = false;
        LockSupport.unpark(thread);
        thread.join();
        if (log.state().get() != LogState.FAILED)
        {
            sync();
            forceRetired();
        }
    }
}
