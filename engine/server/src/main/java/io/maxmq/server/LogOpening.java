package io.maxmq.server;

import io.maxmq.journal.chronicle.ChronicleLog;
import io.maxmq.journal.chronicle.JournalConfig;
import io.maxmq.journal.chronicle.JournalFullException;
import io.maxmq.journal.chronicle.RecoveryReport;
import io.maxmq.journal.chronicle.SyncMode;
import io.maxmq.journal.event.KeyHash;
import io.maxmq.journal.log.InMemoryLog;
import io.maxmq.journal.log.Log;
import io.maxmq.journal.log.LogConfig;
import io.maxmq.journal.log.Wakeups;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.server.config.LogKind;
import org.agrona.ErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/**
 * Opens the log that the configuration names, and the key of the hash that goes with it: what is logged was addressed
 * with that key, so it belongs to the data folder.
 */
final class LogOpening
{
    private static final Logger LOGGER = LoggerFactory.getLogger(LogOpening.class);
    private static final String JOURNAL_FOLDER = "journal";
    private static final String KEY_FILE = "hash.key";
    private static final int KEY_LENGTH = 2 * Long.BYTES;

    private LogOpening()
    {
    }

    static Log open(final BrokerConfig config, final Wakeups wakeups, final ErrorHandler errorHandler)
    {
        final int workers = config.workers().count();
        if (config.log().kind() == LogKind.MEMORY)
        {
            return new InMemoryLog(LogConfig.forReaders(workers)
                .withSegmentLength(config.log().segmentBytes())
                .withMaxBytes(config.log().memoryBytes()));
        }
        try
        {
            final Path folder = config.dataFolder().resolve(JOURNAL_FOLDER);
            Files.createDirectories(folder);
            final ChronicleLog log = ChronicleLog.open(
                JournalConfig.in(folder, workers)
                    .withSync(SyncMode.valueOf(config.log().sync().name()))
                    .withSyncIntervalMs(config.log().syncIntervalMs())
                    .withGenerationLength(config.log().fileBytes())
                    .withMaxBytes(config.log().maxDiskBytes())
                    .withSnapshotBytes(snapshotBytes(config))
                    .withReserves(config.log().reserveBytes(), config.log().reserveBytes()),
                wakeups, error -> onError(error, errorHandler));
            report(log.report());
            return log;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot open the journal", ex);
        }
    }

    private static long snapshotBytes(final BrokerConfig config)
    {
        final long bytes = config.log().snapshotBytes();
        return bytes == Long.MAX_VALUE ? 0L : bytes;
    }

    /** A full disk is no reason to stop: the journal refuses messages, and takes them again when there is room. */
    private static void onError(final Throwable error, final ErrorHandler fatal)
    {
        if (error instanceof JournalFullException)
        {
            LOGGER.warn(error.getMessage());
        }
        else
        {
            fatal.onError(error);
        }
    }

    private static void report(final RecoveryReport report)
    {
        if (report.damage() != null)
        {
            LOGGER.warn("the journal ended early: {}; {} events behind its end do not count",
                report.damage(), report.cutEvents());
        }
        if (report.lastSequence() >= report.firstSequence())
        {
            LOGGER.info("recovering events {} to {}", report.firstSequence(), report.lastSequence());
        }
    }

    /**
     * Whether the log holds what an earlier run of the broker has written.
     *
     * @param log just opened.
     * @return true if so.
     */
    static boolean isContinued(final Log log)
    {
        return log.committed() > 0;
    }

    static KeyHash hash(final BrokerConfig config, final Log log)
    {
        if (config.log().kind() == LogKind.MEMORY)
        {
            final SecureRandom random = new SecureRandom();
            return new KeyHash(random.nextLong(), random.nextLong());
        }
        final Path file = config.dataFolder().resolve(KEY_FILE);
        try
        {
            if (!Files.exists(file))
            {
                if (isContinued(log))
                {
                    throw new IOException(file + " is missing, but the journal was written with the key in it; " +
                        "restore it from a backup of the data folder");
                }
                create(file);
            }
            final byte[] key = Files.readAllBytes(file);
            if (key.length != KEY_LENGTH)
            {
                throw new IOException(file + " should have " + KEY_LENGTH + " bytes, not " + key.length +
                    "; restore it from a backup of the data folder");
            }
            final ByteBuffer buffer = ByteBuffer.wrap(key);
            return new KeyHash(buffer.getLong(), buffer.getLong());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot read the key of the journal", ex);
        }
    }

    /** Written, flushed and named, in this order: a key file is whole or not there. */
    private static void create(final Path file) throws IOException
    {
        final byte[] key = new byte[KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        final Path unfinished = file.resolveSibling(KEY_FILE + ".new");
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE))
        {
            channel.write(ByteBuffer.wrap(key));
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ))
        {
            folder.force(true);
        }
    }
}
