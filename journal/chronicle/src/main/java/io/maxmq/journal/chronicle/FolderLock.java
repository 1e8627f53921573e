package io.maxmq.journal.chronicle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One broker per folder: a lock of the operating system, which ends with the process, on a file that says who holds
 * it.
 */
final class FolderLock implements AutoCloseable
{
    private static final String FILE = "lock";

    private final FileChannel channel;

    private FolderLock(final FileChannel channel)
    {
        this.channel = channel;
    }

    static FolderLock acquire(final Path folder) throws IOException
    {
        Files.createDirectories(folder);
        final Path file = folder.resolve(FILE);
        final FileChannel channel = FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try
        {
            final FileLock lock = channel.tryLock();
            if (lock == null)
            {
                throw new JournalException("the journal in " + folder + " is used by " + holder(file));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8)), 0);
            return new FolderLock(channel);
        }
        catch (final OverlappingFileLockException e)
        {
            channel.close();
            throw new JournalException("the journal in " + folder + " is used by this process");
        }
        catch (final IOException e)
        {
            channel.close();
            throw e;
        }
    }

    private static String self()
    {
        return "process " + ProcessHandle.current().pid() + " started " +
            ProcessHandle.current().info().startInstant().map(Object::toString).orElse("at an unknown time");
    }

    private static String holder(final Path file) throws IOException
    {
        final String text = Files.readString(file);
        return text.isEmpty() ? "another process" : text;
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
    }
}
