package io.maxmq.transport.bus;

import io.aeron.Aeron;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentInvoker;

import java.util.Arrays;
import java.util.Objects;

/**
 * The bus over Aeron IPC. Participant 0 also runs the embedded media driver (see {@link EmbeddedDriver}); it should
 * therefore be the last to close, as nobody's windows move after it has gone. With one participant there is neither
 * driver nor stream.
 * <p>
 * Participants are created together ({@link #create(BusConfig)}), then each belongs to its thread. Such a thread must
 * not be interrupted: Aeron takes that as the order to end. If driver or client fail, {@link #drive()} throws
 * {@link IllegalStateException}: the bus is lost then, and the process with it.
 */
public final class AeronBus implements Bus
{
    /**
     * Every so many cycles driver and client are run in any case; the client also after the thread thought of parking.
     */
    private static final int HOUSEKEEPING_CYCLES = 64;

    private final BusTopology topology;
    private final int participant;
    private final int maxMessageLength;
    private final ParkFlag[] parkFlags;
    private final Aeron aeron;
    private final AgentInvoker clientInvoker;
    private final AeronFailure failure;
    private final EmbeddedDriver driver;
    private final DriverLink driverLink;
    /** By target and stage, null where there is no stream. */
    private final OutboundStream[] outboundByKey;
    private final OutboundStream[] outbound;
    private final InboundStream[][] inboundByStage;
    private final int[] firstByStage = new int[Stage.COUNT];
    private final int[] offeredTo;
    private final boolean[] isOfferedTo;
    private int offeredToCount;
    private int cyclesToHousekeeping = HOUSEKEEPING_CYCLES;
    private boolean hasThoughtOfParking;
    private Stage handling;
    private boolean isClosed;

    AeronBus(
        final BusConfig config,
        final int participant,
        final ParkFlag[] parkFlags,
        final Aeron aeron,
        final AeronFailure failure,
        final EmbeddedDriver driver,
        final DriverLink driverLink,
        final OutboundStream[] outboundByKey,
        final InboundStream[][] inboundByStage)
    {
        topology = config.topology();
        maxMessageLength = config.maxMessageLength();
        this.participant = participant;
        this.parkFlags = parkFlags;
        this.aeron = aeron;
        clientInvoker = aeron.conductorAgentInvoker();
        this.failure = failure;
        this.driver = driver;
        this.driverLink = driverLink;
        this.outboundByKey = outboundByKey;
        outbound = Arrays.stream(outboundByKey).filter(Objects::nonNull).toArray(OutboundStream[]::new);
        this.inboundByStage = inboundByStage;
        offeredTo = new int[topology.participants()];
        isOfferedTo = new boolean[topology.participants()];
    }

    /**
     * Create all participants and connect them. Called by one thread, which returns when every stream is usable.
     *
     * @param config of the bus.
     * @return the participants, by number.
     */
    public static Bus[] create(final BusConfig config)
    {
        config.validate();
        return config.topology().participants() == 1 ?
            new Bus[]{ new LoneBus(config.maxMessageLength()) } : new BusConnector(config).connect();
    }

    @Override
    public int participant()
    {
        return participant;
    }

    @Override
    public int participants()
    {
        return topology.participants();
    }

    @Override
    public int sequencer()
    {
        return topology.sequencer();
    }

    @Override
    public int maxMessageLength()
    {
        return maxMessageLength;
    }

    @Override
    public boolean canOffer(final int target, final Stage stage, final int length)
    {
        final OutboundStream stream = stream(target, stage);
        return !isClosed && stream.canOffer(length);
    }

    @Override
    public boolean canOffer(final int target, final Stage stage, final int count, final int totalLength)
    {
        final OutboundStream stream = stream(target, stage);
        return !isClosed && stream.canOffer(count, totalLength);
    }

    @Override
    public boolean offer(
        final int target, final Stage stage, final DirectBuffer buffer, final int offset, final int length)
    {
        return offer(target, stage, buffer, offset, length, null, 0, 0);
    }

    @Override
    public boolean offer(
        final int target,
        final Stage stage,
        final DirectBuffer header,
        final int headerOffset,
        final int headerLength,
        final DirectBuffer body,
        final int bodyOffset,
        final int bodyLength)
    {
        assert handling == null || handling.mayOffer(stage) : handling + " handler offers to " + stage;
        final OutboundStream stream = stream(target, stage);
        if (!isClosed && stream.offer(header, headerOffset, headerLength, body, bodyOffset, bodyLength))
        {
            markOfferedTo(target);
            return true;
        }

        return false;
    }

    @Override
    public int poll(final Stage stage, final BusHandler handler, final int limit)
    {
        assert handling == null : "handlers do not poll";
        final int ordinal = stage.ordinal();
        final InboundStream[] streams = inboundByStage[ordinal];
        final int length = streams.length;
        if (length == 0 || isClosed)
        {
            return 0;
        }

        final int first = firstByStage[ordinal] + 1 < length ? firstByStage[ordinal] + 1 : 0;
        firstByStage[ordinal] = first;
        int work = 0;
        handling = stage;
        try
        {
            for (int i = first; i < length && work < limit; i++)
            {
                work += streams[i].poll(handler, limit - work);
            }
            for (int i = 0; i < first && work < limit; i++)
            {
                work += streams[i].poll(handler, limit - work);
            }
        }
        finally
        {
            handling = null;
        }

        return work;
    }

    @Override
    public boolean hasInput()
    {
        if (isClosed)
        {
            return false;
        }

        hasThoughtOfParking = true;
        driverLink.run(false);
        return hasRoomAgain() || hasMessage();
    }

    @Override
    public int drive()
    {
        if (isClosed)
        {
            return 0;
        }

        final boolean isDue = --cyclesToHousekeeping <= 0;
        int work = driverLink.run(isDue);
        for (final OutboundStream stream : outbound)
        {
            if (stream.isTransferring() && stream.pump() > 0)
            {
                markOfferedTo(stream.target());
                work++;
            }
        }
        if (isDue || hasThoughtOfParking)
        {
            cyclesToHousekeeping = isDue ? HOUSEKEEPING_CYCLES : cyclesToHousekeeping;
            hasThoughtOfParking = false;
            keepHouse();
        }

        return work;
    }

    @Override
    public void flushWakes()
    {
        if (isClosed)
        {
            return;
        }

        driverLink.flush();
        for (int i = 0; i < offeredToCount; i++)
        {
            final int target = offeredTo[i];
            isOfferedTo[target] = false;
            parkFlags[target].wake();
        }
        offeredToCount = 0;
    }

    @Override
    public ParkFlag parkFlag()
    {
        return parkFlags[participant];
    }

    @Override
    public StreamCounters sent(final int target, final Stage stage)
    {
        return topology.hasStream(participant, target, stage) ? stream(target, stage).counters() : null;
    }

    @Override
    public StreamCounters received(final int source, final Stage stage)
    {
        for (final InboundStream stream : inboundByStage[stage.ordinal()])
        {
            if (stream.source() == source)
            {
                return stream.counters();
            }
        }

        return null;
    }

    @Override
    public void close()
    {
        if (!isClosed)
        {
            flushWakes();
            isClosed = true;
            aeron.close();
            driver.release();
        }
    }

    private boolean hasRoomAgain()
    {
        boolean hasRoomAgain = false;
        boolean isWaiting = false;
        for (final OutboundStream stream : outbound)
        {
            hasRoomAgain |= stream.hasRoomAgain();
            isWaiting |= stream.isWaiting();
        }
        if (!isWaiting)
        {
            driverLink.onRoom();
        }

        return hasRoomAgain;
    }

    private boolean hasMessage()
    {
        for (final InboundStream[] streams : inboundByStage)
        {
            for (final InboundStream stream : streams)
            {
                if (stream.hasInput())
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void keepHouse()
    {
        clientInvoker.invoke();
        failure.rethrow(clientInvoker);
        for (final OutboundStream stream : outbound)
        {
            stream.maintain(aeron);
        }
        for (final InboundStream[] streams : inboundByStage)
        {
            for (final InboundStream stream : streams)
            {
                stream.maintain();
            }
        }
    }

    private OutboundStream stream(final int target, final Stage stage)
    {
        final int key = target * Stage.COUNT + stage.ordinal();
        final OutboundStream stream = key < 0 || key >= outboundByKey.length ? null : outboundByKey[key];
        if (stream == null)
        {
            throw topology.noStream(participant, target, stage);
        }

        return stream;
    }

    private void markOfferedTo(final int target)
    {
        if (!isOfferedTo[target])
        {
            isOfferedTo[target] = true;
            offeredTo[offeredToCount++] = target;
        }
    }
}
