package io.maxmq.transport.bus;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.agrona.BitUtil;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The Aeron media driver of one bus, run by participant 0 and by nobody else: it is not thread-safe. It has no thread
 * and opens no socket. Its conductor is what moves the windows of IPC streams, so whoever needs a window moved asks for
 * a run; whoever waits for one is woken after a run that moved something.
 * <p>
 * <b>Waiting without loss.</b> A participant that was refused marks itself as waiting, asks for a run, sets its
 * {@link ParkFlag}, looks at the windows again, and sleeps. Participant 0 moves windows, passes a full fence, and then
 * looks at marks and flags. So either the participant sees the moved window, or participant 0 sees mark and flag and
 * wakes it. Only the participant itself takes its mark back: if participant 0 did so when it wakes, a move of another
 * stream's window between mark and flag would use the mark up, and the move that matters would wake nobody.
 * <p>
 * Lives until the last participant has closed.
 */
final class EmbeddedDriver
{
    private static final VarHandle REQUESTED;
    private static final int COUNTERS_PER_STREAM = 4;
    private static final int SPARE_COUNTERS = 1024;
    private static final int COUNTER_LENGTH = 128;
    private static final int MIN_COUNTERS_LENGTH = 1024 * 1024;
    /** Command buffers, error log and loss report; the counters come on top. */
    private static final long CONTROL_FILES_LENGTH = 4L * 1024 * 1024;

    static
    {
        try
        {
            REQUESTED = MethodHandles.lookup().findVarHandle(EmbeddedDriver.class, "requested", int.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private final ParkFlag[] parkFlags;
    private final AtomicIntegerArray waiting;
    private final AtomicInteger open;
    private final BusFolder folder;
    private final MediaDriver mediaDriver;
    private final AgentInvoker invoker;
    private final EpochClock epochClock;
    @SuppressWarnings("unused")
    private int requested;
    private final AeronFailure failure = new AeronFailure();

    EmbeddedDriver(final BusConfig config, final ParkFlag[] parkFlags)
    {
        this.parkFlags = parkFlags;
        waiting = new AtomicIntegerArray(parkFlags.length);
        open = new AtomicInteger(parkFlags.length);
        epochClock = epochClock(config.nanoClock());
        folder = BusFolder.create(config.directory(), config.fallbackDirectory(), requiredBytes(config));
        try
        {
            mediaDriver = MediaDriver.launch(context(config));
            invoker = mediaDriver.sharedAgentInvoker();
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietClose(folder);
            throw ex;
        }
    }

    String aeronDirectoryName()
    {
        return mediaDriver.aeronDirectoryName();
    }

    EpochClock epochClock()
    {
        return epochClock;
    }

    /**
     * Any participant: have participant 0 run the driver soon.
     */
    void request()
    {
        REQUESTED.setRelease(this, 1);
        parkFlags[0].wake();
    }

    /**
     * A participant about itself: wake me, or do not wake me any more, when windows have moved.
     *
     * @param participant that waits.
     * @param isWaiting   true if it does.
     */
    void waiting(final int participant, final boolean isWaiting)
    {
        waiting.setRelease(participant, isWaiting ? 1 : 0);
    }

    /**
     * Participant 0: run the driver if somebody asked for it.
     *
     * @param force run it in any case.
     * @return work count.
     */
    int run(final boolean force)
    {
        final boolean isRequested = (int)REQUESTED.getOpaque(this) != 0 && (int)REQUESTED.getAndSet(this, 0) != 0;
        if (!force && !isRequested)
        {
            return 0;
        }

        final int work = invoker.invoke();
        failure.rethrow(invoker);
        if (work > 0)
        {
            wakeWaiting();
        }

        return work;
    }

    /**
     * Any participant: has closed, on its own thread. The last one closes the driver and deletes the folder.
     */
    void release()
    {
        if (open.decrementAndGet() == 0)
        {
            mediaDriver.close();
            folder.close();
        }
    }

    private void wakeWaiting()
    {
        VarHandle.fullFence();
        for (int i = 0; i < parkFlags.length; i++)
        {
            if (waiting.getOpaque(i) != 0)
            {
                parkFlags[i].wake();
            }
        }
    }

    private MediaDriver.Context context(final BusConfig config)
    {
        final long livenessNs = config.livenessTimeout().toNanos();
        final MediaDriver.Context context = new MediaDriver.Context();
        context
            .aeronDirectoryName(folder.path().resolve("aeron").toString())
            .driverTimeoutMs(config.livenessTimeout().toMillis())
            .threadingMode(ThreadingMode.INVOKER)
            .asyncExecutorEnabled(false)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .warnIfDirectoryExists(false)
            .printConfigurationOnStart(false)
            .nanoClock(config.nanoClock())
            .epochClock(epochClock)
            .errorHandler(failure::onError)
            .ipcTermBufferLength(config.termLength())
            .ipcPublicationTermWindowLength(config.windowLength())
            .ipcMtuLength(config.mtuLength())
            .termBufferSparseFile(config.streamBytes() > BusConfig.PREALLOCATION_LIMIT)
            .lowStorageWarningThreshold(0)
            .counterValuesBufferLength(countersLength(config))
            // Only non-exclusive publications and dead clients are ever unblocked: neither exists here.
            .clientLivenessTimeoutNs(livenessNs)
            .publicationUnblockTimeoutNs(2 * livenessNs)
            .imageLivenessTimeoutNs(livenessNs)
            // No socket is opened: what the host allows sockets must not matter.
            .socketSndbufLength(0)
            .socketRcvbufLength(0)
            .initialWindowLength(16 * 1024);

        return context;
    }

    /**
     * The wall clock may be set by hours; the driver and its clients compare time stamps of this one only.
     */
    private static EpochClock epochClock(final NanoClock nanoClock)
    {
        final long originMs = System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(nanoClock.nanoTime());
        return () -> originMs + TimeUnit.NANOSECONDS.toMillis(nanoClock.nanoTime());
    }

    private static int countersLength(final BusConfig config)
    {
        final int counters = config.topology().streamCount() * COUNTERS_PER_STREAM + SPARE_COUNTERS;
        return Math.max(MIN_COUNTERS_LENGTH, BitUtil.findNextPositivePowerOfTwo(counters * COUNTER_LENGTH));
    }

    private static long requiredBytes(final BusConfig config)
    {
        return config.streamBytes() + CONTROL_FILES_LENGTH + 5L * countersLength(config);
    }
}
