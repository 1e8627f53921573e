package io.maxmq.transport.bus;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import org.agrona.CloseHelper;
import org.agrona.concurrent.NoOpLock;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Builds the participants of an {@link AeronBus} on one thread, which runs the driver and every client until all
 * streams are connected. Used once.
 */
final class BusConnector
{
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);

    private final BusConfig config;
    private final BusTopology topology;
    private final int participants;
    private final ParkFlag[] parkFlags;
    private final Aeron[] clients;
    private final AeronFailure[] failures;
    private final DriverLink[] driverLinks;
    private final TransferPool[] pools;
    private final Subscription[] subscriptions;
    private final OutboundStream[][] outbound;
    private EmbeddedDriver driver;

    BusConnector(final BusConfig config)
    {
        this.config = config;
        topology = config.topology();
        participants = topology.participants();
        parkFlags = new ParkFlag[participants];
        clients = new Aeron[participants];
        failures = new AeronFailure[participants];
        driverLinks = new DriverLink[participants];
        pools = new TransferPool[participants];
        subscriptions = new Subscription[participants * Stage.COUNT];
        outbound = new OutboundStream[participants][participants * Stage.COUNT];
    }

    Bus[] connect()
    {
        for (int i = 0; i < participants; i++)
        {
            parkFlags[i] = new ParkFlag();
        }

        driver = new EmbeddedDriver(config, parkFlags);
        try
        {
            for (int i = 0; i < participants; i++)
            {
                connectClient(i);
                subscribe(i);
            }
            for (int i = 0; i < participants; i++)
            {
                publish(i);
            }

            final Bus[] buses = new Bus[participants];
            for (int i = 0; i < participants; i++)
            {
                buses[i] = new AeronBus(
                    config, i, parkFlags, clients[i], failures[i], driver, driverLinks[i], outbound[i], inbound(i));
            }

            return buses;
        }
        catch (final RuntimeException ex)
        {
            for (final Aeron client : clients)
            {
                CloseHelper.quietClose(client);
                driver.release();
            }
            throw ex;
        }
    }

    private void connectClient(final int participant)
    {
        final AeronFailure failure = new AeronFailure();
        clients[participant] = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .clientName("maxmq-" + participant)
            .useConductorAgentInvoker(true)
            .clientLock(NoOpLock.INSTANCE)
            .driverTimeoutMs(config.livenessTimeout().toMillis())
            .nanoClock(config.nanoClock())
            .epochClock(driver.epochClock())
            .errorHandler(failure::onError)
            .preTouchMappedMemory(config.streamBytes() <= BusConfig.PREALLOCATION_LIMIT));
        failures[participant] = failure;
        driverLinks[participant] = new DriverLink(driver, participant);
        pools[participant] = new TransferPool();
    }

    private void subscribe(final int target)
    {
        final Aeron client = clients[target];
        for (int i = 0; i < Stage.COUNT; i++)
        {
            final Stage stage = Stage.get(i);
            if (hasSource(target, stage))
            {
                final int index = target * Stage.COUNT + i;
                final long id = client.asyncAddSubscription(
                    StreamNames.SUBSCRIPTION_CHANNEL, StreamNames.streamId(target, stage));
                await(() -> (subscriptions[index] = client.getSubscription(id)) != null);
            }
        }
    }

    private void publish(final int source)
    {
        final Aeron client = clients[source];
        for (int target = 0; target < participants; target++)
        {
            for (int i = 0; i < Stage.COUNT; i++)
            {
                final Stage stage = Stage.get(i);
                if (topology.hasStream(source, target, stage))
                {
                    final ExclusivePublication publication = publish(client, source, target, stage);
                    outbound[source][target * Stage.COUNT + i] = new OutboundStream(
                        source, target, publication, driverLinks[source], config, pools[source]);
                }
            }
        }
    }

    private ExclusivePublication publish(
        final Aeron client, final int source, final int target, final Stage stage)
    {
        final int sessionId = StreamNames.sessionId(source, 0);
        final long id = client.asyncAddExclusivePublication(
            StreamNames.publicationChannel(sessionId, config.initialTermCount()), StreamNames.streamId(target, stage));
        final Subscription subscription = subscriptions[target * Stage.COUNT + stage.ordinal()];
        final ExclusivePublication[] result = new ExclusivePublication[1];
        await(() ->
        {
            result[0] = result[0] == null ? client.getExclusivePublication(id) : result[0];
            return result[0] != null &&
                result[0].availableWindow() > 0 &&
                subscription.imageBySessionId(sessionId) != null;
        });

        return result[0];
    }

    private InboundStream[][] inbound(final int target)
    {
        final InboundStream[][] result = new InboundStream[Stage.COUNT][];
        for (int i = 0; i < Stage.COUNT; i++)
        {
            final List<InboundStream> streams = new ArrayList<>();
            for (int source = 0; source < participants; source++)
            {
                if (topology.hasStream(source, target, Stage.get(i)))
                {
                    final Subscription subscription = subscriptions[target * Stage.COUNT + i];
                    final Image image = subscription.imageBySessionId(StreamNames.sessionId(source, 0));
                    streams.add(new InboundStream(
                        source, Stage.get(i), subscription, image, driverLinks[target], config, pools[target]));
                }
            }
            result[i] = streams.toArray(new InboundStream[0]);
        }

        return result;
    }

    private boolean hasSource(final int target, final Stage stage)
    {
        for (int source = 0; source < participants; source++)
        {
            if (topology.hasStream(source, target, stage))
            {
                return true;
            }
        }

        return false;
    }

    private void await(final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (!condition.getAsBoolean())
        {
            driver.run(true);
            for (int i = 0; i < participants; i++)
            {
                if (clients[i] != null)
                {
                    clients[i].conductorAgentInvoker().invoke();
                    failures[i].rethrow(clients[i].conductorAgentInvoker());
                }
            }
            if (deadlineNs - System.nanoTime() < 0)
            {
                throw new IllegalStateException("the bus's streams do not connect");
            }
        }
    }
}
