package io.maxmq.transport.bus;

import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * The buses of some workers, driven step by step by the test's thread, with the smallest buffers there are.
 */
abstract class AeronBusSetUp
{
    static final int LIMIT = 64;
    @TempDir
    Path directory;
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64 * 1024]);
    final List<Long> seen = new ArrayList<>();
    Bus[] buses = new Bus[0];

    @AfterEach
    void close()
    {
        for (int i = buses.length - 1; i >= 0; i--)
        {
            CloseHelper.close(buses[i]);
        }
    }

    final BusConfig small()
    {
        return new BusConfig().termLength(BusConfig.MIN_TERM_LENGTH).directory(directory);
    }

    final void create(final BusConfig config)
    {
        buses = AeronBus.create(config);
    }

    final boolean send(final int source, final int target, final Stage stage, final long value)
    {
        buffer.putLong(8, value);
        return buses[source].offer(target, stage, buffer, 8, 8);
    }

    final boolean take(
        final int source, final Stage stage, final DirectBuffer message, final int offset, final int length)
    {
        assertEquals(8, length);
        assertEquals(0, offset % 8);
        seen.add(message.getLong(offset));
        return true;
    }

    final void cycle()
    {
        for (final Bus bus : buses)
        {
            bus.drive();
            bus.flushWakes();
        }
    }

    final long folders() throws IOException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            return files.count();
        }
    }
}
