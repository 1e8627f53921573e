package io.maxmq.transport.bus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BusConfigTest
{
    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 4, 5, 8, 9, 16, 32, 64 })
    void shouldChooseValidLengthsForEveryNumberOfWorkers(final int workers)
    {
        final BusConfig config = new BusConfig().workers(workers);
        config.validate();
        assertEquals(config.termLength() / 2, config.windowLength());
        assertTrue(config.mtuLength() <= config.termLength() / 8);
    }

    @Test
    void shouldStayBelowTheMemoryThatContainersHave()
    {
        assertTrue(new BusConfig().workers(4).streamBytes() < 54 << 20);
    }

    @Test
    void shouldRefuseWhatAeronCannotDo()
    {
        assertInvalid(new BusConfig().workers(0));
        assertInvalid(new BusConfig().workers(65));
        assertInvalid(new BusConfig().termLength(32 * 1024));
        assertInvalid(new BusConfig().termLength(100_000));
        assertInvalid(new BusConfig().mtuLength(1000));
        assertInvalid(new BusConfig().termLength(65_536).mtuLength(16_384));
        assertInvalid(new BusConfig().mtuLength(1024).windowLength(1024));
        assertInvalid(new BusConfig().windowLength(1024 * 1024));
        assertInvalid(new BusConfig().maxMessageLength(100));
        assertInvalid(new BusConfig().livenessTimeout(Duration.ofSeconds(1)));
    }

    @Test
    void shouldHaveStreamsOnlyWhereMessagesGo()
    {
        final BusTopology separate = new BusTopology(2, true);
        assertEquals(3, separate.participants());
        assertEquals(10 + 2 + 2, separate.streamCount());
        assertTrue(separate.hasStream(0, 2, Stage.EVENT));
        assertTrue(separate.hasStream(2, 0, Stage.REPLY));
        assertFalse(separate.hasStream(2, 0, Stage.DELIVER));
        assertFalse(separate.hasStream(0, 2, Stage.REPLY));

        final BusTopology shared = new BusTopology(2, false);
        assertEquals(10 + 1, shared.streamCount());
        assertTrue(shared.hasStream(1, 0, Stage.EVENT));
        assertFalse(shared.hasStream(0, 1, Stage.EVENT));
    }

    private static void assertInvalid(final BusConfig config)
    {
        assertThrows(IllegalArgumentException.class, () ->
        {
            config.topology();
            config.validate();
        });
    }
}
