package io.maxmq.transport.bus;

import org.agrona.BitUtil;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a bus is built. Set what differs from the defaults, then hand it to {@link AeronBus#create(BusConfig)}, which
 * checks it as a whole. Used by one thread; a bus keeps no reference to it after it was created.
 * <p>
 * Memory: every stream has three terms and a page. The default term is 256 KiB up to 4 workers, 128 KiB up to 8, 64 KiB
 * above: 2 workers with a sequencer take 11 MiB, 4 take 52 MiB, 8 take 112 MiB, 16 take 237 MiB.
 */
public final class BusConfig
{
    /** Smallest term in bytes (Aeron's limit). */
    public static final int MIN_TERM_LENGTH = 64 * 1024;

    /** Largest term in bytes that makes sense here. */
    public static final int MAX_TERM_LENGTH = 64 * 1024 * 1024;

    /** Largest frame in bytes, header included (Aeron's limit, a multiple of the frame alignment). */
    public static final int MAX_MTU_LENGTH = 65_504;

    /** The largest message by default: the largest MQTT packet, 256 MiB, and what travels around it. */
    public static final int DEFAULT_MAX_MESSAGE_LENGTH = 257 * 1024 * 1024;

    /** A silence as long as this ends the streams of a participant. Nothing in one process is ever silent so long. */
    public static final Duration DEFAULT_LIVENESS_TIMEOUT = Duration.ofHours(24);

    /** Up to this size in all, the memory of the streams is taken at the start rather than at its first use. */
    static final long PREALLOCATION_LIMIT = 256L * 1024 * 1024;

    private static final int FRAME_ALIGNMENT = 32;

    private int workers = 1;
    private boolean separateSequencer = true;
    private int termLength;
    private int windowLength;
    private int mtuLength;
    private int maxMessageLength = DEFAULT_MAX_MESSAGE_LENGTH;
    private Path directory;
    private Path fallbackDirectory = Path.of(System.getProperty("java.io.tmpdir"));
    private Duration livenessTimeout = DEFAULT_LIVENESS_TIMEOUT;
    private NanoClock nanoClock = SystemNanoClock.INSTANCE;
    private int initialTermCount;

    /**
     * @param workers how many there are, 1 to 64. Default 1.
     * @return this for a fluent API.
     */
    public BusConfig workers(final int workers)
    {
        this.workers = workers;
        return this;
    }

    /**
     * @return how many workers there are.
     */
    public int workers()
    {
        return workers;
    }

    /**
     * @param separateSequencer true (the default) if the sequencer is a participant of its own, false if worker 0 is
     *                          it.
     * @return this for a fluent API.
     */
    public BusConfig separateSequencer(final boolean separateSequencer)
    {
        this.separateSequencer = separateSequencer;
        return this;
    }

    /**
     * @return true if the sequencer is a participant of its own.
     */
    public boolean separateSequencer()
    {
        return separateSequencer;
    }

    /**
     * @param termLength of each stream's three terms in bytes, a power of two; 0 (the default) chooses by the workers.
     * @return this for a fluent API.
     */
    public BusConfig termLength(final int termLength)
    {
        this.termLength = termLength;
        return this;
    }

    /**
     * @return length in bytes of a term, as configured or chosen.
     */
    public int termLength()
    {
        if (termLength != 0)
        {
            return termLength;
        }

        return workers <= 4 ? 256 * 1024 : workers <= 8 ? 128 * 1024 : MIN_TERM_LENGTH;
    }

    /**
     * @param windowLength bytes that a sender may be ahead of its receiver, at least two frames and at most half a
     *                     term; 0 (the default) is half a term.
     * @return this for a fluent API.
     */
    public BusConfig windowLength(final int windowLength)
    {
        this.windowLength = windowLength;
        return this;
    }

    /**
     * @return bytes that a sender may be ahead of its receiver, as configured or chosen.
     */
    public int windowLength()
    {
        return windowLength != 0 ? windowLength : termLength() / 2;
    }

    /**
     * @param mtuLength of a frame in bytes with its header of 32 bytes, a multiple of 32 and at most an eighth of a
     *                  term; 0 (the default) is the largest. A message that does not fit a frame is sent in parts.
     * @return this for a fluent API.
     */
    public BusConfig mtuLength(final int mtuLength)
    {
        this.mtuLength = mtuLength;
        return this;
    }

    /**
     * @return length in bytes of a frame with its header, as configured or chosen.
     */
    public int mtuLength()
    {
        return mtuLength != 0 ? mtuLength : Math.min(MAX_MTU_LENGTH, termLength() / 8);
    }

    /**
     * @param maxMessageLength in bytes that can be sent at all.
     * @return this for a fluent API.
     */
    public BusConfig maxMessageLength(final int maxMessageLength)
    {
        this.maxMessageLength = maxMessageLength;
        return this;
    }

    /**
     * @return the largest message in bytes that can be sent at all.
     */
    public int maxMessageLength()
    {
        return maxMessageLength;
    }

    /**
     * @param directory in which the bus makes its own folder, memory-backed if possible; null (the default) takes
     *                  /dev/shm if there is room, else the {@link #fallbackDirectory(Path)}.
     * @return this for a fluent API.
     */
    public BusConfig directory(final Path directory)
    {
        this.directory = directory;
        return this;
    }

    /**
     * @return the folder's parent as configured, or null.
     */
    public Path directory()
    {
        return directory;
    }

    /**
     * @param fallbackDirectory taken where none is configured and /dev/shm has no room. Default: the system's temporary
     *                          folder.
     * @return this for a fluent API.
     */
    public BusConfig fallbackDirectory(final Path fallbackDirectory)
    {
        this.fallbackDirectory = fallbackDirectory;
        return this;
    }

    /**
     * @return what is taken where none is configured and /dev/shm has no room.
     */
    public Path fallbackDirectory()
    {
        return fallbackDirectory;
    }

    /**
     * @param livenessTimeout a participant that is not driven for so long loses its streams, and its next
     *                        {@link Bus#drive()} throws: far longer than any pause of a collector, debugger or host.
     * @return this for a fluent API.
     */
    public BusConfig livenessTimeout(final Duration livenessTimeout)
    {
        this.livenessTimeout = livenessTimeout;
        return this;
    }

    /**
     * @return silence that ends a participant's streams.
     */
    public Duration livenessTimeout()
    {
        return livenessTimeout;
    }

    BusConfig nanoClock(final NanoClock nanoClock)
    {
        this.nanoClock = nanoClock;
        return this;
    }

    NanoClock nanoClock()
    {
        return nanoClock;
    }

    BusConfig initialTermCount(final int initialTermCount)
    {
        this.initialTermCount = initialTermCount;
        return this;
    }

    int initialTermCount()
    {
        return initialTermCount;
    }

    BusTopology topology()
    {
        return new BusTopology(workers, separateSequencer);
    }

    /**
     * @return bytes that the streams of this bus take in its folder.
     */
    public long streamBytes()
    {
        return topology().streamCount() * (3L * termLength() + 4096);
    }

    void validate()
    {
        final int term = termLength();
        check(BitUtil.isPowerOfTwo(term) && term >= MIN_TERM_LENGTH && term <= MAX_TERM_LENGTH,
            "term length must be a power of two from " + MIN_TERM_LENGTH + " to " + MAX_TERM_LENGTH + ": " + term);
        final int mtu = mtuLength();
        check(mtu % FRAME_ALIGNMENT == 0 && mtu >= 2 * FRAME_ALIGNMENT && mtu <= Math.min(MAX_MTU_LENGTH, term / 8),
            "MTU must be a multiple of 32 up to " + Math.min(MAX_MTU_LENGTH, term / 8) + ": " + mtu);
        check(windowLength() >= 2 * mtu && windowLength() <= term / 2,
            "window must be from two frames, " + 2 * mtu + ", to half a term, " + term / 2 + ": " + windowLength());
        check(maxMessageLength >= mtu && maxMessageLength <= DEFAULT_MAX_MESSAGE_LENGTH,
            "largest message must be from " + mtu + " to " + DEFAULT_MAX_MESSAGE_LENGTH + ": " + maxMessageLength);
        check(livenessTimeout.compareTo(Duration.ofSeconds(10)) >= 0 &&
            livenessTimeout.compareTo(Duration.ofDays(365)) <= 0,
            "liveness time-out must be from 10 seconds to a year: " + livenessTimeout);
    }

    private static void check(final boolean condition, final String message)
    {
        if (!condition)
        {
            throw new IllegalArgumentException(message);
        }
    }
}
