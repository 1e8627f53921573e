package io.maxmq.transport.bus;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class QueueBusTest
{
    private final QueueBus[] buses = QueueBus.create(2, true);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    private final List<Long> seen = new ArrayList<>();

    @Test
    void shouldKeepOrderAndStopWhereTheHandlerPutsBack()
    {
        send(0, 1, Stage.DELIVER, 1);
        send(0, 1, Stage.DELIVER, 2);
        send(0, 1, Stage.DELIVER, 3);

        assertTrue(buses[1].hasInput());
        assertEquals(1, buses[1].poll(Stage.DELIVER, take(2), 10));
        assertEquals(2, buses[1].poll(Stage.DELIVER, take(-1), 10));
        assertEquals(List.of(1L, 2L, 3L), seen);
        assertFalse(buses[1].hasInput());
        assertEquals(1, buses[1].received(0, Stage.DELIVER).backPressure());
        assertEquals(3, buses[1].received(0, Stage.DELIVER).messages());
    }

    @Test
    void shouldRefuseWhenTheWindowIsFull()
    {
        buses[0].window(1, Stage.REPLY, 1, 8);
        assertFalse(buses[0].canOffer(1, Stage.REPLY, 2, 8));
        send(0, 1, Stage.REPLY, 1);
        assertFalse(buses[0].canOffer(1, Stage.REPLY, 8));
        assertFalse(buses[0].offer(1, Stage.REPLY, buffer, 0, 8));
        assertEquals(1, buses[1].poll(Stage.REPLY, take(-1), 1));
        assertTrue(buses[0].canOffer(1, Stage.REPLY, 8));
        buses[0].full(1, Stage.REPLY, true);
        assertFalse(buses[0].canOffer(1, Stage.REPLY, 8));
    }

    @Test
    void shouldHoldBackWhileStalled()
    {
        buses[1].stall(2, Stage.EVENT, true);
        send(1, 2, Stage.EVENT, 7);
        assertFalse(buses[2].hasInput());
        assertEquals(0, buses[2].poll(Stage.EVENT, take(-1), 1));
        buses[1].stall(2, Stage.EVENT, false);
        assertEquals(1, buses[2].poll(Stage.EVENT, take(-1), 1));
    }

    @Test
    void shouldHaveNoStreamToItselfAndEventsToTheSequencerOnly()
    {
        assertThrows(IllegalArgumentException.class, () -> buses[0].canOffer(0, Stage.DELIVER, 1));
        assertThrows(IllegalArgumentException.class, () -> buses[0].canOffer(1, Stage.EVENT, 1));
        assertThrows(IllegalArgumentException.class, () -> buses[0].canOffer(2, Stage.DELIVER, 1));
        assertThrows(IllegalArgumentException.class, () -> buses[2].canOffer(0, Stage.DELIVER, 1));
        assertTrue(buses[2].canOffer(0, Stage.REPLY, 1));
    }

    @Test
    void shouldRefuseOffersToEarlierStagesFromAHandler()
    {
        send(0, 1, Stage.DELIVER, 1);
        assertThrows(AssertionError.class, () -> buses[1].poll(
            Stage.DELIVER,
            (source, stage, message, offset, length) -> buses[1].offer(0, Stage.REPLY, buffer, 0, 8),
            1));
    }

    @Test
    void shouldWakeOncePerPeerAndCycle()
    {
        final int[] wakes = new int[1];
        buses[1].parkFlag().waker(() -> wakes[0]++);
        buses[1].parkFlag().prepare();
        send(0, 1, Stage.DELIVER, 1);
        send(0, 1, Stage.REPLY, 2);
        buses[0].flushWakes();
        buses[0].flushWakes();
        assertEquals(1, wakes[0]);
        assertFalse(buses[1].parkFlag().isParked());
    }

    private void send(final int source, final int target, final Stage stage, final long value)
    {
        buffer.putLong(8, value);
        assertTrue(buses[source].offer(target, stage, buffer, 8, 4, buffer, 12, 4));
    }

    private BusHandler take(final long putBack)
    {
        return (source, stage, message, offset, length) ->
        {
            final long value = message.getLong(offset);
            if (value == putBack)
            {
                return false;
            }
            seen.add(value);
            return true;
        };
    }
}
