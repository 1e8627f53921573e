package io.maxmq.tools;

import io.maxmq.journal.chronicle.FaultPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The {@code maxmq} command on a disk that can no longer be written as soon as a file says so. */
final class FailingDisk
{
    static final String MESSAGE = "Input/output error";
    /** In the working directory; flushes fail when it is there. */
    static final String FILE = "disk-fails";

    private FailingDisk()
    {
    }

    /** Arguments are those of {@code maxmq}. */
    public static void main(final String... args)
    {
        System.setProperty(FaultPoint.PROPERTY, "listen");
        FaultPoint.listener((point) ->
        {
            if (point == FaultPoint.SYNC && Files.exists(Path.of(FILE)))
            {
                throw new UncheckedIOException(new IOException(MESSAGE));
            }
        });
        Maxmq.main(args);
    }
}
