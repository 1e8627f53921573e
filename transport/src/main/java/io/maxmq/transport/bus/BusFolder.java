package io.maxmq.transport.bus;

import org.agrona.IoUtil;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder in which a bus has its memory-mapped files. It is fresh for each bus, locked while that lives, and deleted
 * when it closes; what a killed process left behind is deleted by the next one that makes a folder beside it.
 * <p>
 * Created and closed by one thread each, the latter after the former.
 */
final class BusFolder implements AutoCloseable
{
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "maxmq-bus-";
    private static final String LOCK_FILE = "lock";
    /** A folder younger than this may not have been locked yet by the process that makes it. */
    private static final long STALE_AGE_MS = 60_000;

    private final Path path;
    private final FileChannel lockChannel;

    private BusFolder(final Path path, final FileChannel lockChannel)
    {
        this.path = path;
        this.lockChannel = lockChannel;
    }

    /**
     * Make a folder where there is room.
     *
     * @param directory configured parent, or null to take shared memory or else the fallback.
     * @param fallback  parent if none is configured and shared memory has too little room.
     * @param required  bytes.
     * @return the new folder, locked.
     */
    static BusFolder create(final Path directory, final Path fallback, final long required)
    {
        final Path[] candidates = directory != null ? new Path[]{ directory } : new Path[]{ SHARED_MEMORY, fallback };
        final StringBuilder reasons = new StringBuilder();
        for (final Path candidate : candidates)
        {
            try
            {
                if (directory != null || candidate != SHARED_MEMORY)
                {
                    Files.createDirectories(candidate);
                }
                deleteStale(candidate);
                final long usable = Files.getFileStore(candidate).getUsableSpace();
                if (usable >= required)
                {
                    return create(candidate);
                }
                reasons.append("; ").append(candidate).append(" has ").append(usable >> 10).append(" KiB free");
            }
            catch (final IOException ex)
            {
                reasons.append("; ").append(candidate).append(": ").append(ex);
            }
        }

        throw new IllegalStateException(
            "no folder with " + (required >> 10) + " KiB for the bus between workers" + reasons +
            ". Choose another folder, fewer workers or a smaller term length");
    }

    Path path()
    {
        return path;
    }

    /**
     * Delete the folder.
     */
    @Override
    public void close()
    {
        try
        {
            IoUtil.delete(path.toFile(), true);
            lockChannel.close();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static BusFolder create(final Path parent) throws IOException
    {
        final Path path = Files.createTempDirectory(parent, PREFIX + ProcessHandle.current().pid() + "-");
        FileChannel channel = null;
        try
        {
            channel = FileChannel.open(
                path.resolve(LOCK_FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (channel.tryLock() == null)
            {
                throw new IOException("cannot lock " + path);
            }

            return new BusFolder(path, channel);
        }
        catch (final IOException ex)
        {
            if (channel != null)
            {
                channel.close();
            }
            IoUtil.delete(path.toFile(), true);
            throw ex;
        }
    }

    private static void deleteStale(final Path parent) throws IOException
    {
        final List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent, PREFIX + "*"))
        {
            stream.forEach(folders::add);
        }

        for (final Path folder : folders)
        {
            if (isStale(folder))
            {
                IoUtil.delete(folder.toFile(), true);
            }
        }
    }

    private static boolean isStale(final Path folder)
    {
        final Path lockFile = folder.resolve(LOCK_FILE);
        try
        {
            if (System.currentTimeMillis() - Files.getLastModifiedTime(lockFile).toMillis() < STALE_AGE_MS)
            {
                return false;
            }

            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock())
            {
                return lock != null;
            }
        }
        catch (final IOException | OverlappingFileLockException ex)
        {
            return false;
        }
    }
}
