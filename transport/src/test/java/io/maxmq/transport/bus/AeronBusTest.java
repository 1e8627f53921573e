package io.maxmq.transport.bus;

import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AeronBusTest
{
    private static final int LIMIT = 64;

    @TempDir
    Path directory;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64 * 1024]);
    private final List<Long> seen = new ArrayList<>();
    private Bus[] buses = new Bus[0];

    @AfterEach
    void close()
    {
        for (int i = buses.length - 1; i >= 0; i--)
        {
            CloseHelper.close(buses[i]);
        }
    }

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

    @Test
    void shouldKeepStreamsThroughALongPauseAndWhenTheWallClockIsSet()
    {
        final AtomicLong clockNs = new AtomicLong(System.nanoTime());
        create(small().workers(2).nanoClock(clockNs::get));
        for (int i = 0; i < 5; i++)
        {
            clockNs.addAndGet(Duration.ofHours(1).toNanos());
            for (int j = 0; j < 200; j++)
            {
                cycle();
            }
            assertTrue(send(0, 1, Stage.DELIVER, i));
            assertTrue(send(2, 0, Stage.REPLY, i));
            assertEquals(1, buses[1].poll(Stage.DELIVER, this::take, LIMIT));
            assertEquals(1, buses[0].poll(Stage.REPLY, this::take, LIMIT));
        }
    }

    @Test
    void shouldFailLoudlyWhenAPauseWasLongerThanTheLivenessTimeout()
    {
        final AtomicLong clockNs = new AtomicLong(System.nanoTime());
        create(small().workers(2).nanoClock(clockNs::get).livenessTimeout(Duration.ofSeconds(30)));
        clockNs.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThrows(IllegalStateException.class, () ->
        {
            for (int j = 0; j < 200; j++)
            {
                buses[1].drive();
            }
        });
    }

    @Test
    void shouldRenewStreamsBeforeAeronsPositionsEnd()
    {
        create(small().workers(2).separateSequencer(false).initialTermCount(Integer.MAX_VALUE - 1025));
        final UnsafeBuffer message = new UnsafeBuffer(new byte[1024 * 1024]);
        long received = 0;
        long sent = 0;
        final long[] next = new long[1];
        final BusHandler handler = (source, stage, content, offset, length) ->
        {
            assertEquals(next[0]++, content.getLong(offset));
            assertEquals(1024 * 1024, length);
            return true;
        };
        while (next[0] < 100)
        {
            message.putLong(0, sent);
            if (buses[0].offer(1, Stage.DELIVER, message, 0, message.capacity()))
            {
                sent++;
            }
            received += buses[1].poll(Stage.DELIVER, handler, LIMIT);
            cycle();
        }
        assertTrue(received > sent);
    }

    @Test
    void shouldGoOnWithoutAParticipantThatHasLeft()
    {
        create(small().workers(3).separateSequencer(false));
        send(2, 1, Stage.DELIVER, 5);
        buses[2].close();
        buses[2].close();
        assertFalse(buses[2].offer(0, Stage.DELIVER, buffer, 0, 8));
        assertEquals(0, buses[2].poll(Stage.DELIVER, this::take, LIMIT));
        for (int i = 0; i < 1000; i++)
        {
            cycle();
            send(0, 2, Stage.DELIVER, i);
            assertTrue(send(0, 1, Stage.REPLY, i));
            assertEquals(1, buses[1].poll(Stage.REPLY, (source, stage, message, offset, length) -> true, LIMIT));
        }
        assertFalse(send(0, 2, Stage.DELIVER, 1));
        assertEquals(1, buses[1].poll(Stage.DELIVER, this::take, LIMIT));
        assertEquals(List.of(5L), seen);
    }

    @Test
    void shouldDeleteItsFolderWhenTheLastParticipantCloses() throws IOException
    {
        create(small().workers(2));
        assertEquals(1, folders());
        buses[0].close();
        buses[2].close();
        assertEquals(1, folders());
        buses[1].close();
        assertEquals(0, folders());
    }

    @Test
    void shouldDeleteWhatAKilledProcessLeftBehind() throws IOException
    {
        final Path stale = Files.createDirectory(directory.resolve("maxmq-bus-1-abc"));
        final Path lock = Files.createFile(stale.resolve("lock"));
        Files.setLastModifiedTime(lock, FileTime.fromMillis(1));
        final Path fresh = Files.createDirectory(directory.resolve("maxmq-bus-1-def"));
        Files.createFile(fresh.resolve("lock"));
        create(small().workers(2));
        assertFalse(Files.exists(stale));
        assertTrue(Files.exists(fresh));
    }

    @Test
    void shouldSayWhereTheRoomIsMissing()
    {
        final BusConfig config = small().workers(64).termLength(BusConfig.MAX_TERM_LENGTH);
        final String message = assertThrows(IllegalStateException.class, () -> create(config)).getMessage();
        assertTrue(message.contains(directory.toString()), message);
        assertTrue(message.contains("term"), message);
    }

    @Test
    void shouldStartNoDriverForOneParticipant() throws IOException
    {
        create(small().workers(1).separateSequencer(false));
        assertEquals(0, folders());
        assertEquals(0, buses[0].drive());
        assertFalse(buses[0].hasInput());
        assertEquals(0, buses[0].poll(Stage.DELIVER, this::take, LIMIT));
        assertThrows(IllegalArgumentException.class, () -> buses[0].canOffer(0, Stage.DELIVER, 1));
    }

    @Test
    void shouldConnectManyWorkers()
    {
        create(small().workers(12));
        for (int i = 1; i < 12; i++)
        {
            assertTrue(send(i, 0, Stage.PUBLISH_DURABLE, i));
            assertTrue(send(i, 12, Stage.EVENT, i));
        }
        assertEquals(11, buses[0].poll(Stage.PUBLISH_DURABLE, this::take, LIMIT));
        assertEquals(11, buses[12].poll(Stage.EVENT, this::take, LIMIT));
    }

    private BusConfig small()
    {
        return new BusConfig().termLength(BusConfig.MIN_TERM_LENGTH).directory(directory);
    }

    private void create(final BusConfig config)
    {
        buses = AeronBus.create(config);
    }

    private boolean send(final int source, final int target, final Stage stage, final long value)
    {
        buffer.putLong(8, value);
        return buses[source].offer(target, stage, buffer, 8, 8);
    }

    private boolean take(
        final int source, final Stage stage, final DirectBuffer message, final int offset, final int length)
    {
        assertEquals(8, length);
        assertEquals(0, offset % 8);
        seen.add(message.getLong(offset));
        return true;
    }

    private void cycle()
    {
        for (final Bus bus : buses)
        {
            bus.drive();
            bus.flushWakes();
        }
    }

    private long folders() throws IOException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            return files.count();
        }
    }
}
