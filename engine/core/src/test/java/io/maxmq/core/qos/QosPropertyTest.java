package io.maxmq.core.qos;

import io.maxmq.core.MqttLimits;
import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.journal.log.CrashableLog;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The state machines of QoS 1 and 2 under whatever a network does: connections that break at any time and lose what is
 * on the way, take-overs, messages sent again, acknowledgements that come late, streams between workers that are full,
 * and brokers that die and start again from their log. Whoever keeps a session gets QoS 1 at least once and in order,
 * and QoS 2 exactly once.
 */
class QosPropertyTest
{
    private static final int ROUNDS = 150;
    private static final int MAXIMUM_IN_FLIGHT = 7;

    private Lockstep broker;
    private Random random;
    private boolean syncWhenTold;
    private final List<ModelPublisher> publishers = new ArrayList<>();
    private final List<ModelSubscriber> subscribers = new ArrayList<>();

    @Property(tries = 60)
    void shouldKeepItsPromisesWhenConnectionsBreak(
        @ForAll final long seed, @ForAll @IntRange(max = 2) final int workerBits,
        @ForAll @IntRange(min = 3, max = 5) final int version)
    {
        run(seed, 1 << workerBits, version, false);
    }

    @Property(tries = 60)
    void shouldKeepItsPromisesWhenTheBrokerDies(
        @ForAll final long seed, @ForAll @IntRange(max = 2) final int workerBits,
        @ForAll @IntRange(min = 3, max = 5) final int version)
    {
        run(seed, 1 << workerBits, version, true);
    }

    private void run(final long seed, final int workers, final int version, final boolean crashes)
    {
        random = new Random(seed);
        publishers.clear();
        subscribers.clear();
        syncWhenTold = crashes && random.nextBoolean();
        broker = LockstepSetup.workers(workers).seed(seed)
            .window(1 + random.nextInt(8), 1 << 20)
            .limits(QosPropertyTest::fewInFlight)
            .log(readers -> new CrashableLog(
                readers, syncWhenTold ? CrashableLog.Sync.WHEN_TOLD : CrashableLog.Sync.ON_COMMIT))
            .start();
        try
        {
            start(version, crashes);
            for (int round = 0; round < ROUNDS; round++)
            {
                act(version, crashes);
                broker.steps(random.nextInt(4));
                pump();
            }
            comeToRest();
            check();
        }
        finally
        {
            broker.close();
        }
    }

    private static MqttLimits fewInFlight(final MqttLimits limits)
    {
        return new MqttLimits(1 << 20, 20, MAXIMUM_IN_FLIGHT, 10, 10, 2, true, true, true, true, 32, 1024, 256, 100,
            0xFFFF_FFFFL, -1, 0, true, false, 1 << 20);
    }

    private void start(final int version, final boolean crashes)
    {
        for (int i = 0; i < 2; i++)
        {
            final int maximum = version == 5 ? 1 + random.nextInt(MAXIMUM_IN_FLIGHT) : MAXIMUM_IN_FLIGHT;
            subscribers.add(new ModelSubscriber(broker.client("s" + i, version), i == 0, maximum, crashes));
            publishers.add(new ModelPublisher(broker.client("p" + i, version), "p" + i, i == 0));
        }
        publishers.forEach(ModelPublisher::connect);
        subscribers.forEach(ModelSubscriber::connect);
        for (int i = 0; i < 50; i++)
        {
            broker.steps(5);
            sync();
            pump();
        }
        subscribers.forEach(subscriber -> assertTrue(subscriber.isReady()));
    }

    private void act(final int version, final boolean crashes)
    {
        final ModelPublisher publisher = publishers.get(random.nextInt(publishers.size()));
        final ModelSubscriber subscriber = subscribers.get(random.nextInt(subscribers.size()));
        final int kind = random.nextInt(24);
        switch (kind)
        {
            case 0:
            case 1:
            case 2:
            case 3:
            case 4:
            case 5:
                loseConnection(kind, publisher, subscriber);
                break;

            case 6:
                if (version < 5)
                {
                    publisher.repeat();
                }
                break;

            case 7:
                if (crashes && random.nextInt(3) == 0)
                {
                    crash();
                }
                break;

            case 8:
            case 9:
                sync();
                break;

            default:
                publisher.publish("t/" + random.nextInt(4), 1 + random.nextInt(2));
                break;
        }
        subscriber.acknowledge(random);
    }

    /** One of them connects again: after all it has sent has arrived, nothing has, or while the old one is still there. */
    private static void loseConnection(
        final int how, final ModelPublisher publisher, final ModelSubscriber subscriber)
    {
        switch (how)
        {
            case 0:
                publisher.client.lose();
                publisher.pump();
                publisher.disconnected();
                publisher.connect();
                break;

            case 1:
                publisher.client.loseUnread();
                publisher.disconnected();
                publisher.connect();
                break;

            case 2:
                subscriber.client.lose();
                subscriber.pump();
                subscriber.connect();
                break;

            case 3:
                subscriber.client.loseUnread();
                subscriber.connect();
                break;

            case 4:
                publisher.disconnected();
                publisher.connect();
                break;

            default:
                subscriber.connect();
                break;
        }
    }

    private void sync()
    {
        if (syncWhenTold)
        {
            ((CrashableLog)broker.log()).sync();
        }
    }

    private void crash()
    {
        final CrashableLog log = (CrashableLog)broker.log();
        final long lost = log.appended() - log.committed();
        final long kept = log.committed() + (lost > 0 ? random.nextLong(lost + 1) : 0);
        broker = broker.crash(kept, 1 << random.nextInt(3), random.nextBoolean());
        for (final ModelPublisher publisher : publishers)
        {
            publisher.disconnected();
            publisher.connect();
        }
        subscribers.forEach(ModelSubscriber::connect);
    }

    private void pump()
    {
        publishers.forEach(ModelPublisher::pump);
        subscribers.forEach(ModelSubscriber::pump);
    }

    private void comeToRest()
    {
        for (int quiet = 0, round = 0; quiet < 5; round++)
        {
            assertTrue(round < 3000, "it does not come to rest");
            sync();
            final int workCount = broker.step();
            pump();
            subscribers.forEach(subscriber -> subscriber.acknowledge(random));
            quiet = workCount == 0 && publishers.stream().allMatch(ModelPublisher::isIdle) &&
                subscribers.stream().allMatch(ModelSubscriber::isIdle) ? quiet + 1 : 0;
        }
        broker.assertNoErrors();
    }

    private void check()
    {
        for (final ModelPublisher publisher : publishers)
        {
            for (final ModelSubscriber subscriber : subscribers)
            {
                publisher.published.forEach(message -> check(publisher, subscriber, message));
            }
        }
    }

    private static void check(final ModelPublisher publisher, final ModelSubscriber subscriber, final String message)
    {
        final int count = subscriber.delivered.getOrDefault(message, 0);
        final boolean due = (publisher.persistent || publisher.accepted.contains(message)) &&
            (subscriber.persistent || !subscriber.lostSession);
        assertTrue(count > 0 || !due, () -> subscriber.client + " did not get " + message);
    }
}
