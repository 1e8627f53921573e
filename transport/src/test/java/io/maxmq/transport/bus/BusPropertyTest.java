package io.maxmq.transport.bus;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Random traffic over random windows on one thread: every stream keeps its order and its bytes, accepted messages
 * arrive once, promises of room are kept, and all drains at the end. Both implementations obey.
 */
class BusPropertyTest
{
    private static final int PARTICIPANTS = 3;
    private static final int STEPS = 2000;
    private static final int MAX_LENGTH = 40_000;

    private final UnsafeBuffer message = new UnsafeBuffer(new byte[MAX_LENGTH]);
    private ArrayDeque<Integer>[][][] expected;
    private int[][][] sent;
    private Random random;
    private Bus[] buses;
    private int polling;

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void shouldKeepOrderOverAeronUnderRandomWindows(
        @ForAll final long seed,
        @ForAll @IntRange(min = 2, max = 256) final int mtuFrames,
        @ForAll @IntRange(min = 2, max = 32) final int windowPerMtu)
    {
        final int mtu = mtuFrames * 32;
        final BusConfig config = new BusConfig()
            .workers(PARTICIPANTS)
            .separateSequencer(false)
            .termLength(BusConfig.MIN_TERM_LENGTH)
            .mtuLength(mtu)
            .windowLength(Math.min(BusConfig.MIN_TERM_LENGTH / 2, mtu * windowPerMtu))
            .directory(Path.of("target"));
        run(seed, AeronBus.create(config), 20);
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void shouldKeepOrderInPlainMemoryUnderRandomWindows(
        @ForAll final long seed,
        @ForAll @IntRange(min = 1, max = 30) final int windowMessages,
        @ForAll @IntRange(min = 1, max = 100_000) final int windowBytes)
    {
        final QueueBus[] queueBuses = QueueBus.create(PARTICIPANTS, false);
        for (final QueueBus bus : queueBuses)
        {
            bus.windows(windowMessages, windowBytes);
        }
        run(seed, queueBuses, Math.min(20, windowMessages));
    }

    @SuppressWarnings("unchecked")
    private void run(final long seed, final Bus[] participants, final int maxBatch)
    {
        random = new Random(seed);
        buses = participants;
        expected = new ArrayDeque[PARTICIPANTS][PARTICIPANTS][Stage.COUNT];
        sent = new int[PARTICIPANTS][PARTICIPANTS][Stage.COUNT];
        try
        {
            for (int i = 0; i < STEPS; i++)
            {
                step(maxBatch);
            }
            drain();
        }
        finally
        {
            for (int i = PARTICIPANTS - 1; i >= 0; i--)
            {
                buses[i].close();
            }
        }
    }

    private void step(final int maxBatch)
    {
        final Bus bus = buses[random.nextInt(PARTICIPANTS)];
        switch (random.nextInt(8))
        {
            case 0:
            case 1:
            case 2:
                offer(bus);
                break;

            case 3:
                offerSeveral(bus, 1 + random.nextInt(maxBatch));
                break;

            case 4:
                bus.drive();
                bus.flushWakes();
                break;

            default:
                polling = bus.participant();
                bus.poll(stage(), this::onMessage, 1 + random.nextInt(40));
                break;
        }
    }

    private void offer(final Bus bus)
    {
        final int target = target(bus);
        final Stage stage = stage();
        if (bus.participant() == target || stage == Stage.EVENT)
        {
            return;
        }

        final int length = length();
        final boolean isPromised = random.nextBoolean() && bus.canOffer(target, stage, length);
        final boolean isAccepted = send(bus, target, stage, length);
        assertTrue(isAccepted || !isPromised, "a promise was not kept");
    }

    private void offerSeveral(final Bus bus, final int count)
    {
        final int target = target(bus);
        final Stage stage = stage();
        if (bus.participant() == target || stage == Stage.EVENT)
        {
            return;
        }

        final int[] lengths = new int[count];
        int total = 0;
        for (int i = 0; i < count; i++)
        {
            lengths[i] = length();
            total += lengths[i];
        }
        if (bus.canOffer(target, stage, count, total))
        {
            for (final int length : lengths)
            {
                assertTrue(send(bus, target, stage, length), "a promise was not kept");
            }
        }
    }

    private boolean send(final Bus bus, final int target, final Stage stage, final int length)
    {
        final int number = sent[bus.participant()][target][stage.ordinal()];
        for (int i = 0; i < length; i++)
        {
            message.putByte(i, (byte)(number + i * 7));
        }
        final int split = random.nextInt(length + 1);
        if (!bus.offer(target, stage, message, 0, split, message, split, length - split))
        {
            return false;
        }

        sent[bus.participant()][target][stage.ordinal()]++;
        expected(bus.participant(), target, stage).add(length);
        return true;
    }

    private boolean onMessage(
        final int source, final Stage stage, final DirectBuffer buffer, final int offset, final int length)
    {
        if (random.nextInt(5) == 0)
        {
            return false;
        }

        final ArrayDeque<Integer> lengths = expected(source, polling, stage);
        final int number = sent[source][polling][stage.ordinal()] - lengths.size();
        assertEquals(lengths.remove(), length);
        for (int i = 0; i < length; i++)
        {
            assertEquals((byte)(number + i * 7), buffer.getByte(offset + i));
        }
        return true;
    }

    private void drain()
    {
        int idle = 0;
        while (idle < 200)
        {
            int work = 0;
            for (final Bus bus : buses)
            {
                bus.drive();
                for (final Stage stage : Stage.values())
                {
                    polling = bus.participant();
                    work += bus.poll(stage, this::onMessage, 10);
                }
                bus.flushWakes();
            }
            idle = work == 0 ? idle + 1 : 0;
        }
        for (int source = 0; source < PARTICIPANTS; source++)
        {
            for (int target = 0; target < PARTICIPANTS; target++)
            {
                for (final Stage stage : Stage.values())
                {
                    assertTrue(expected(source, target, stage).isEmpty());
                }
            }
            buses[source].hasInput();
            assertFalse(buses[source].hasInput(), "room that came back is reported once, and no message is left");
        }
    }

    private ArrayDeque<Integer> expected(final int source, final int target, final Stage stage)
    {
        ArrayDeque<Integer> result = expected[source][target][stage.ordinal()];
        if (result == null)
        {
            result = new ArrayDeque<>();
            expected[source][target][stage.ordinal()] = result;
        }

        return result;
    }

    private int target(final Bus bus)
    {
        return (bus.participant() + 1 + random.nextInt(PARTICIPANTS - 1)) % PARTICIPANTS;
    }

    private Stage stage()
    {
        return Stage.get(random.nextInt(Stage.EVENT.ordinal()));
    }

    private int length()
    {
        final int kind = random.nextInt(20);
        return kind == 0 ? random.nextInt(MAX_LENGTH) : kind < 10 ? random.nextInt(200) : random.nextInt(3000);
    }
}
