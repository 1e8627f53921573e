package io.maxmq.transport.bus;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What a bus carries, in which order, when it refuses, and whom it wakes.
 */
class AeronBusTest extends AeronBusSetUp
{
    @Test
    void shouldCarryMessagesOfEveryStageInOrder()
    {
        create(small().workers(2));
        for (final Stage stage : Stage.values())
        {
            final int target = stage == Stage.EVENT ? 2 : 1;
            seen.clear();
            for (long i = 0; i < 10; i++)
            {
                assertTrue(send(0, target, stage, i));
            }
            assertTrue(buses[target].hasInput());
            assertEquals(10, buses[target].poll(stage, this::take, LIMIT));
            assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), seen);
            assertEquals(10, buses[0].sent(target, stage).messages());
            assertEquals(80, buses[target].received(0, stage).bytes());
        }
        assertTrue(send(2, 0, Stage.REPLY, 1));
        assertEquals(1, buses[0].poll(Stage.REPLY, this::take, LIMIT));
        assertFalse(buses[0].hasInput());
    }

    @Test
    void shouldPresentAMessageThatWasPutBackAgainWhileOtherSourcesGoOn()
    {
        create(small().workers(3).separateSequencer(false));
        send(0, 2, Stage.DELIVER, 10);
        send(0, 2, Stage.DELIVER, 11);
        send(1, 2, Stage.DELIVER, 20);
        send(1, 2, Stage.DELIVER, 21);

        final BusHandler stubborn = (source, stage, message, offset, length) ->
            source == 1 && take(source, stage, message, offset, length);
        assertEquals(2, buses[2].poll(Stage.DELIVER, stubborn, LIMIT));
        assertFalse(buses[2].hasInput());
        assertEquals(0, buses[2].poll(Stage.DELIVER, stubborn, LIMIT));
        assertEquals(2, buses[2].received(0, Stage.DELIVER).backPressure());
        assertEquals(2, buses[2].poll(Stage.DELIVER, this::take, LIMIT));
        assertEquals(List.of(20L, 21L, 10L, 11L), seen);
    }

    @Test
    void shouldRefuseWhenTheWindowIsFullAndAcceptWhenItHasMoved()
    {
        create(small().workers(2).separateSequencer(false));
        long sent = 0;
        while (send(1, 0, Stage.PUBLISH_QOS0, sent))
        {
            sent++;
        }
        assertFalse(buses[1].canOffer(0, Stage.PUBLISH_QOS0, 8));
        assertTrue(buses[1].canOffer(0, Stage.PUBLISH_DURABLE, 8));
        assertTrue(buses[1].sent(0, Stage.PUBLISH_QOS0).backPressure() >= 2);
        buses[1].flushWakes();
        assertFalse(buses[1].hasInput());

        assertEquals(sent, buses[0].poll(Stage.PUBLISH_QOS0, this::take, Integer.MAX_VALUE));
        final int[] wakes = new int[1];
        buses[1].parkFlag().waker(() -> wakes[0]++);
        buses[1].parkFlag().prepare();
        buses[0].drive();
        assertEquals(1, wakes[0]);
        assertTrue(buses[1].hasInput());
        assertTrue(buses[1].canOffer(0, Stage.PUBLISH_QOS0, 8));
        assertTrue(send(1, 0, Stage.PUBLISH_QOS0, sent));
    }

    @Test
    void shouldWakeTheDriverWhenAWindowIsConsumedAndTheSenderWhenItHasMoved()
    {
        create(small().workers(3).separateSequencer(false));
        final List<Integer> woken = new ArrayList<>();
        for (final Bus bus : buses)
        {
            bus.parkFlag().waker(() -> woken.add(bus.participant()));
        }
        long sent = 0;
        while (send(1, 2, Stage.DELIVER, sent))
        {
            sent++;
        }
        buses[1].flushWakes();
        cycle();
        for (final Bus bus : buses)
        {
            bus.hasInput();
            bus.parkFlag().prepare();
        }
        assertFalse(buses[0].hasInput());
        assertFalse(buses[1].hasInput());
        assertTrue(buses[2].hasInput());

        buses[2].parkFlag().clear();
        assertEquals(sent, buses[2].poll(Stage.DELIVER, this::take, Integer.MAX_VALUE));
        buses[2].flushWakes();
        assertEquals(List.of(0), woken);
        buses[0].drive();
        assertEquals(List.of(0, 1), woken);
        assertTrue(send(1, 2, Stage.DELIVER, sent));
    }

    @Test
    void shouldWakeTheSenderThoughAnotherWindowMovedBeforeItSlept()
    {
        create(small().workers(3).separateSequencer(false));
        final List<Integer> woken = new ArrayList<>();
        buses[1].parkFlag().waker(() -> woken.add(1));
        for (int i = 0; i < 200; i++)
        {
            send(1, 0, Stage.REPLY, i);
        }
        while (send(1, 2, Stage.DELIVER, 1))
        {
            assertTrue(woken.isEmpty());
        }
        buses[1].flushWakes();
        assertEquals(200, buses[0].poll(Stage.REPLY, this::take, 200));
        buses[0].drive();
        buses[1].parkFlag().prepare();
        assertFalse(buses[1].hasInput());
        assertTrue(woken.isEmpty());

        buses[2].poll(Stage.DELIVER, this::take, Integer.MAX_VALUE);
        buses[2].flushWakes();
        buses[0].drive();
        assertEquals(List.of(1), woken);
        assertTrue(buses[1].hasInput());
    }

    @Test
    void shouldSeeTheMessageBehindTheEndOfATermAtOnce()
    {
        create(small().workers(2).separateSequencer(false));
        for (int i = 0; i < 500; i++)
        {
            assertTrue(buses[0].offer(1, Stage.DELIVER, buffer, 0, 3000 + i));
            assertTrue(buses[1].hasInput());
            assertEquals(1, buses[1].poll(Stage.DELIVER, (source, stage, message, offset, length) -> true, 1));
            assertFalse(buses[1].hasInput());
            cycle();
        }
    }

    @Test
    void shouldKeepWhatWasPromisedForSeveralMessages()
    {
        create(small().workers(2).separateSequencer(false));
        for (int round = 0; round < 1000; round++)
        {
            final int count = 2 + round % 7;
            final int length = 100 * (round % 60);
            if (buses[0].canOffer(1, Stage.DELIVER, count, count * length))
            {
                for (int i = 0; i < count; i++)
                {
                    assertTrue(buses[0].offer(1, Stage.DELIVER, buffer, 0, length), "round " + round);
                }
            }
            buses[1].poll(Stage.DELIVER, (source, stage, message, offset, messageLength) -> true, 5);
            cycle();
        }
    }

    @Test
    void shouldCarryMessagesLargerThanTheWindowBetweenSmallOnes()
    {
        create(small().workers(2).separateSequencer(false));
        final UnsafeBuffer large = new UnsafeBuffer(new byte[3_000_000]);
        for (int i = 0; i < large.capacity(); i++)
        {
            large.putByte(i, (byte)(i * 31));
        }

        send(0, 1, Stage.DELIVER, 1);
        assertTrue(buses[0].canOffer(1, Stage.DELIVER, large.capacity()));
        assertTrue(buses[0].offer(1, Stage.DELIVER, large, 0, 1_000_001, large, 1_000_001, 1_999_999));
        assertFalse(send(0, 1, Stage.DELIVER, 2));
        assertFalse(buses[0].canOffer(1, Stage.DELIVER, 8));
        assertFalse(buses[0].offer(1, Stage.DELIVER, large, 0, large.capacity()));
        assertTrue(send(0, 1, Stage.REPLY, 2));

        final int[] refusals = { 3 };
        final BusHandler handler = (source, stage, message, offset, length) ->
        {
            if (length == 8)
            {
                return take(source, stage, message, offset, length);
            }
            if (refusals[0]-- > 0)
            {
                return false;
            }
            assertEquals(large, new UnsafeBuffer(message, offset, length));
            seen.add(3_000_000L);
            return true;
        };
        boolean isSent = false;
        while (seen.size() < 3)
        {
            isSent = isSent || send(0, 1, Stage.DELIVER, 3);
            cycle();
            buses[1].poll(Stage.DELIVER, handler, 3);
        }
        assertEquals(List.of(1L, 3_000_000L, 3L), seen);
    }

    @Test
    void shouldLetAHandlersExceptionOutAndCountItsMessageAsConsumed()
    {
        create(small().workers(2).separateSequencer(false));
        send(0, 1, Stage.DELIVER, 1);
        send(0, 1, Stage.DELIVER, 2);
        assertThrows(IllegalStateException.class, () -> buses[1].poll(
            Stage.DELIVER,
            (source, stage, message, offset, length) ->
            {
                throw new IllegalStateException("one connection's fault");
            },
            LIMIT));
        assertTrue(buses[1].hasInput());
        assertEquals(1, buses[1].poll(Stage.DELIVER, this::take, LIMIT));
        assertEquals(List.of(2L), seen);
    }

    @Test
    void shouldRefuseOffersToEarlierStagesFromAHandler()
    {
        create(small().workers(2).separateSequencer(false));
        send(0, 1, Stage.DELIVER, 1);
        assertThrows(AssertionError.class, () -> buses[1].poll(
            Stage.DELIVER, (source, stage, message, offset, length) -> send(1, 0, Stage.REPLY, 1), LIMIT));
        assertThrows(IllegalArgumentException.class, () -> send(0, 0, Stage.DELIVER, 1));
        assertThrows(IllegalArgumentException.class, () -> send(0, 1, Stage.EVENT, 1));
        assertThrows(IllegalArgumentException.class, () -> send(0, 7, Stage.DELIVER, 1));
        assertNull(buses[0].sent(0, Stage.DELIVER));
    }
}
