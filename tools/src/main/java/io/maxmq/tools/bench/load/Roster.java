package io.maxmq.tools.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.maxmq.tools.bench.plan.ClientSpec;
import io.maxmq.tools.bench.plan.Plan;

/**
 * The clients of one engine, and the verifiers of its receivers. Made before the engine's thread starts.
 */
final class Roster
{
    private static final long TICK_NS = 10_000_000L;
    private static final int TICKS_PER_ROUND = 10;

    private final List<ClientConnection> clients = new ArrayList<>();
    private final List<Paced> paced = new ArrayList<>();
    private final List<Publisher> publishers = new ArrayList<>();
    private final Map<Integer, StreamVerifier> verifiers = new HashMap<>();
    private final List<RetainedSubscriber> fetchers = new ArrayList<>();
    private final List<Receiver> receivers = new ArrayList<>();
    private final long pingPeriodNs;
    private long nextTickNs = System.nanoTime();
    private int tickPosition;

    /** What one verifier was responsible for. */
    private record Receiver(StreamVerifier verifier, int firstLane, int laneCount)
    {
    }

    Roster(final Engine engine, final Plan plan)
    {
        pingPeriodNs = plan.settings().target().keepAliveSeconds() * 500_000_000L;
        for (final ClientSpec spec : engine.specs())
        {
            clients.add(create(engine, spec));
        }
    }

    List<ClientConnection> all()
    {
        return clients;
    }

    List<Paced> paced()
    {
        return paced;
    }

    void onTraffic() throws IOException
    {
        for (final ClientConnection client : clients)
        {
            client.onTraffic();
        }
    }

    void onClose() throws IOException
    {
        for (final ClientConnection client : clients)
        {
            client.onClose();
        }
    }

    boolean isQuiet()
    {
        for (final ClientConnection client : clients)
        {
            if (client.isBusyClosing())
            {
                return false;
            }
        }
        return true;
    }

    /** Look after a tenth of the clients, a hundred times a second, so that many clients make no long pause. */
    void tick(final long nowNs)
    {
        if (nowNs - nextTickNs < 0)
        {
            return;
        }
        nextTickNs = nowNs + TICK_NS;
        final int share = (clients.size() + TICKS_PER_ROUND - 1) / TICKS_PER_ROUND;
        for (int i = 0; i < share; i++)
        {
            tick(clients.get(tickPosition), nowNs);
            tickPosition = tickPosition + 1 == clients.size() ? 0 : tickPosition + 1;
        }
    }

    long lost(final long[] sentOnLane)
    {
        long lost = 0;
        for (final Receiver receiver : receivers)
        {
            lost += receiver.verifier.gaps();
            for (int lane = receiver.firstLane; lane < receiver.firstLane + receiver.laneCount; lane++)
            {
                lost += receiver.verifier.behind(lane, sentOnLane[lane]);
            }
        }
        for (final RetainedSubscriber fetcher : fetchers)
        {
            lost += fetcher.owed();
        }
        return lost;
    }

    void addSent(final long[] sentOnLane)
    {
        for (final Publisher publisher : publishers)
        {
            publisher.addSent(sentOnLane);
        }
    }

    private void tick(final ClientConnection client, final long nowNs)
    {
        try
        {
            client.onTick(nowNs);
            client.pingIfDue(nowNs, pingPeriodNs);
        }
        catch (final IOException ex)
        {
            client.onError(ex.toString());
        }
    }

    private ClientConnection create(final Engine engine, final ClientSpec spec)
    {
        return switch (spec.role())
        {
            case PUBLISHER -> addPublisher(new Publisher(engine, spec));
            case SUBSCRIBER -> new Subscriber(engine, spec, verifier(spec));
            case PERSISTENT_SUBSCRIBER -> new PersistentSubscriber(engine, spec, verifier(spec));
            case RETAINED_PUBLISHER -> new RetainedPublisher(engine, spec);
            case RETAINED_SUBSCRIBER -> addFetcher(new RetainedSubscriber(engine, spec));
            case IDLE -> new IdleClient(engine, spec);
            case STORM -> addStorm(new StormClient(engine, spec));
        };
    }

    private Publisher addPublisher(final Publisher publisher)
    {
        publishers.add(publisher);
        paced.add(publisher);
        return publisher;
    }

    private StormClient addStorm(final StormClient client)
    {
        paced.add(client);
        return client;
    }

    private RetainedSubscriber addFetcher(final RetainedSubscriber fetcher)
    {
        fetchers.add(fetcher);
        return fetcher;
    }

    private StreamVerifier verifier(final ClientSpec spec)
    {
        return verifiers.computeIfAbsent(spec.group(), group ->
        {
            final StreamVerifier verifier = new StreamVerifier(spec.firstLane(), spec.laneCount());
            receivers.add(new Receiver(verifier, spec.firstLane(), spec.laneCount()));
            return verifier;
        });
    }
}
