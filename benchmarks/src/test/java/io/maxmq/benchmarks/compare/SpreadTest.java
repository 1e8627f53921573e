package io.maxmq.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class SpreadTest
{
    @Test
    void shouldFindTheMiddleAndTheEnds()
    {
        assertEquals(new Spread(2, 1, 9, 3), Spread.of(List.of(9.0, 1.0, 2.0)));
        assertEquals(new Spread(3, 2, 4, 2), Spread.of(List.of(4.0, 2.0)));
    }

    @Test
    void shouldLeaveOutWhatWasNotMeasured()
    {
        assertEquals(new Spread(5, 5, 5, 1), Spread.of(List.of(Double.NaN, 5.0)));
        assertTrue(Double.isNaN(Spread.of(List.of(Double.NaN)).median()));
        assertEquals("–", Spread.of(List.of()).text());
    }

    @Test
    void shouldCompareWithinEachRepetition()
    {
        assertEquals(new Spread(0.5, 0.5, 0.5, 2), Spread.ofRatios(List.of(1.0, 50.0), List.of(2.0, 100.0)));
    }

    @Test
    void shouldShowThreeDigits()
    {
        assertEquals("0.55 (0.50–0.61)", Spread.of(List.of(0.5, 0.55, 0.61)).text());
        assertEquals("19.8", Spread.of(List.of(19.84)).text());
        assertEquals("1,234", Spread.of(List.of(1234.4)).text());
    }
}
