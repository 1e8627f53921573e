package io.maxmq.journal.chronicle;

import io.maxmq.journal.log.Log;
import io.maxmq.journal.log.LogContract;
import io.maxmq.journal.log.Wakeups;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ChronicleLogContractTest extends LogContract
{
    @TempDir
    private Path folder;

    @Override
    protected Log create(final int readerCount)
    {
        try
        {
            return ChronicleLog.open(JournalConfig.in(folder, readerCount).withReserves(1 << 20, 1 << 20)
                .withGenerationLength(128 << 20), Wakeups.NONE, error ->
                {
                    throw new AssertionError(error);
                });
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }
}
