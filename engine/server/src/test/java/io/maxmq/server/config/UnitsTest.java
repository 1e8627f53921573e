package io.maxmq.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest
{
    @ParameterizedTest
    @CsvSource({
        "0, 0", "7, 7", "1 B, 1", "2 KiB, 2048", "2k, 2048", "2 kB, 2000", "64 MiB, 67108864", "1.5 KiB, 1536",
        "1 GB, 1000000000", "3GiB, 3221225472", "1 TiB, 1099511627776"})
    void shouldReadSizes(final String text, final long bytes)
    {
        assertEquals(bytes, Units.parseSize(text));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0", "0 s, 0", "50 us, 50000", "1ms, 1000000", "1.5 s, 1500000000", "2 min, 120000000000",
            "1 h, 3600000000000",
        "7 days, 604800000000000"})
    void shouldReadDurations(final String text, final long durationNs)
    {
        assertEquals(durationNs, Units.parseDuration(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "-1 s", "1 parsec", "10 s s", "1e3 s", "9999999999 d"})
    void shouldRefuseOtherDurations(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> Units.parseDuration(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "MiB", "1 XiB", "1 MiB 2", "9999999999 GiB"})
    void shouldRefuseOtherSizes(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> Units.parseSize(text));
    }

    @Test
    void shouldWriteTheLargestUnitThatFits()
    {
        assertEquals("64 MiB", Units.formatSize(64 << 20));
        assertEquals("1025 B", Units.formatSize(1025));
        assertEquals("0 B", Units.formatSize(0));
        assertEquals("90 min", Units.formatDuration(90L * 60 * 1_000_000_000));
        assertEquals("0 s", Units.formatDuration(0));
        assertEquals("1500 us", Units.formatDuration(1_500_000));
    }
}
