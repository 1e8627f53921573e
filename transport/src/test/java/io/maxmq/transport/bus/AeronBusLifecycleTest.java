package io.maxmq.transport.bus;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * How buses begin, live through long pauses and many terms, and end.
 */
class AeronBusLifecycleTest extends AeronBusSetUp
{
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
}
