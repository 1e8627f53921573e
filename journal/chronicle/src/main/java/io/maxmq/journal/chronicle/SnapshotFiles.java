package io.maxmq.journal.chronicle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Names of the files of snapshots, and their removal. Stateless. */
final class SnapshotFiles
{
    private static final String PREFIX = "snapshot-";

    private SnapshotFiles()
    {
    }

    static Path file(final Path journal, final int number, final int part)
    {
        return journal.resolve(String.format("%s%08d-%d", PREFIX, number, part));
    }

    /** The highest number of any file, whether it counts or not; 0 = none. */
    static int highest(final Path journal) throws IOException
    {
        return list(journal).stream().mapToInt(SnapshotFiles::number).max().orElse(0);
    }

    /** Removes all files of snapshots but those of one number. */
    static void deleteAllBut(final Path journal, final int number) throws IOException
    {
        for (final Path file : list(journal))
        {
            if (number(file) != number)
            {
                Files.deleteIfExists(file);
                FaultPoint.DELETED.reached();
            }
        }
    }

    static void delete(final Path journal, final int number) throws IOException
    {
        for (final Path file : list(journal))
        {
            if (number(file) == number)
            {
                Files.deleteIfExists(file);
            }
        }
    }

    private static List<Path> list(final Path journal) throws IOException
    {
        try (Stream<Path> files = Files.list(journal))
        {
            return files.filter(file -> file.getFileName().toString().startsWith(PREFIX)).sorted().toList();
        }
    }

    private static int number(final Path file)
    {
        final String name = file.getFileName().toString();
        return Integer.parseInt(name.substring(PREFIX.length(), name.indexOf('-', PREFIX.length())));
    }
}
