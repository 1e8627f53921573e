package io.maxmq.journal.chronicle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * The manifest of an open journal, which several threads replace, one after the other, and the numbers of what is new.
 * If replacing fails, nobody knows which of the two counts until it succeeds again: nothing that either names may be
 * removed. Thread-safe.
 */
final class ManifestFile
{
    private final Path folder;
    private final AtomicInteger nextNumber;
    private Manifest current;
    private boolean sure = true;

    ManifestFile(final Path folder, final Manifest current) throws IOException
    {
        this.folder = folder;
        this.current = current;
        nextNumber = new AtomicInteger(Manifest.highestFolder(folder) + 1);
    }

    /** A number that no generation has had. */
    int takeNumber()
    {
        return nextNumber.getAndIncrement();
    }

    synchronized Manifest current()
    {
        return current;
    }

    /** Makes a changed one count; throws if that is not sure, and then goes on with what it was. */
    synchronized void change(final UnaryOperator<Manifest> change) throws IOException
    {
        final Manifest changed = change.apply(current);
        sure = false;
        changed.replace(folder);
        sure = true;
        current = changed;
    }

    /** Whether the current one is what counts on the disk. */
    synchronized boolean isSure()
    {
        return sure;
    }
}
