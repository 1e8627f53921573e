package io.maxmq.journal.chronicle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Brings a data file to the disk; a seam for tests, which lose power and let it fail. */
@FunctionalInterface
interface DiskForce
{
    /** What the system offers. */
    DiskForce SYSTEM = (channel, folder) -> channel.force(false);

    /** Returns when everything written to the file before is on the disk; throws if that cannot be said. */
    void force(FileChannel channel, Path folder) throws IOException;
}
