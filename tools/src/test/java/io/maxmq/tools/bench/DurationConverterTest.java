package io.maxmq.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest
{
    private final DurationConverter converter = new DurationConverter();

    @Test
    void shouldReadUnits()
    {
        assertEquals(250_000L, converter.convert("250us"));
        assertEquals(1_500_000_000L, converter.convert("1.5s"));
        assertEquals(3_000_000_000L, converter.convert("3"));
        assertEquals(120_000_000_000L, converter.convert("2m"));
    }

    @Test
    void shouldRefuseWhatIsNoTime()
    {
        assertThrows(TypeConversionException.class, () -> converter.convert("soon"));
        assertThrows(TypeConversionException.class, () -> converter.convert("-1s"));
    }
}
