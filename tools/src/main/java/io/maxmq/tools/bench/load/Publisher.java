package io.maxmq.tools.bench.load;

import java.io.IOException;

import io.maxmq.tools.bench.plan.ClientSpec;
import io.maxmq.tools.bench.plan.Scenario;
import io.maxmq.tools.bench.plan.Settings;
import io.maxmq.tools.bench.plan.Traffic;

/**
 * Publishes on its lanes in turn. In an open loop it sends what is due, stamped with the due time; in a closed loop as
 * much as its window allows, which counts messages that are not yet acknowledged (QoS 1 and 2) or not yet received by
 * all their receivers (all QoS), so that a broker with bounded queues has no reason to drop any.
 */
final class Publisher extends ClientConnection implements Paced
{
    private static final int PUBREL = 0x62;
    private static final long STALL_NS = 3_000_000_000L;

    private final PublishTemplate[] templates;
    private final int[] sequences;
    private final PacketIds ids;
    private final int[] releases;
    private final Traffic traffic;
    private final boolean isClosedLoop;
    private final boolean isWindowByDelivery;
    private final long limit;
    private int releaseCount;
    private int nextLane;
    private long sent;
    private long released;
    private long acknowledged;
    private long completeAtServe = -1;
    private long writtenOff;
    private long lastComplete;
    private long lastProgressNs;

    Publisher(final Engine engine, final ClientSpec spec)
    {
        super(engine, spec);
        final Settings settings = engine.settings();
        traffic = settings.traffic();
        templates = new PublishTemplate[spec.laneCount()];
        sequences = new int[spec.laneCount()];
        for (int i = 0; i < templates.length; i++)
        {
            final int lane = spec.firstLane() + i;
            templates[i] = new PublishTemplate(
                lane, engine.plan().topic(lane), traffic.payloadBytes(), traffic.qos(), false, isMqtt5);
        }
        ids = traffic.qos() > 0 ? new PacketIds(traffic.window()) : null;
        releases = new int[traffic.qos() == 2 ? traffic.window() : 0];
        isClosedLoop = !traffic.isOpenLoop();
        isWindowByDelivery = isClosedLoop && settings.scenario() != Scenario.RESTART;
        limit = traffic.messagesPerPublisher() > 0 ? traffic.messagesPerPublisher() : Long.MAX_VALUE;
    }

    @Override
    public int publisherIndex()
    {
        return spec.index();
    }

    @Override
    public void release()
    {
        released++;
    }

    @Override
    public boolean isServable()
    {
        return isWindowByDelivery && engine.credits().complete(spec.index()) != completeAtServe;
    }

    @Override
    public void serve() throws IOException
    {
        if (state() != State.READY || isBlocked())
        {
            return;
        }
        engine.beginOutput();
        appendReleases();
        appendPublishes(System.nanoTime());
        engine.flush(this);
    }

    void addSent(final long[] sentOnLane)
    {
        for (int i = 0; i < sequences.length; i++)
        {
            sentOnLane[spec.firstLane() + i] += Integer.toUnsignedLong(sequences[i]);
        }
    }

    @Override
    void onDrained()
    {
        engine.pacer().enqueue(this);
    }

    @Override
    void afterRead()
    {
        engine.pacer().enqueue(this);
    }

    @Override
    void onPuback(final int packetId, final boolean isError)
    {
        onFinished(packetId, isError, false);
    }

    @Override
    void onPubrec(final int packetId, final boolean isError)
    {
        if (isError)
        {
            onFinished(packetId, true, false);
        }
        else if (ids == null || ids.release(packetId) == PacketIds.UNKNOWN)
        {
            engine.count(Counter.REFUSED);
        }
        else
        {
            releases[releaseCount++] = packetId;
        }
    }

    @Override
    void onPubcomp(final int packetId, final boolean isError)
    {
        onFinished(packetId, isError, true);
    }

    /** A message lost in a closed loop would hold its place in the window for ever: after a while, give it up. */
    @Override
    void onTick(final long nowNs)
    {
        final long complete = engine.credits().complete(spec.index());
        if (complete != lastComplete || !isWindowByDelivery)
        {
            lastComplete = complete;
            lastProgressNs = nowNs;
        }
        else if (nowNs - lastProgressNs > STALL_NS && sent > 0)
        {
            writtenOff = sent - complete;
            lastProgressNs = nowNs;
            engine.pacer().enqueue(this);
        }
    }

    private void onFinished(final int packetId, final boolean isError, final boolean isReleased)
    {
        final long dueNs = ids == null ? PacketIds.UNKNOWN : ids.acknowledge(packetId, isReleased);
        if (dueNs == PacketIds.UNKNOWN || isError)
        {
            engine.count(Counter.REFUSED);
        }
        if (dueNs != PacketIds.UNKNOWN)
        {
            acknowledged++;
            engine.count(Counter.ACKED);
            if (engine.isMeasured(dueNs))
            {
                engine.recorder().acknowledgement(engine.nowNs() - dueNs);
            }
        }
    }

    private void appendReleases()
    {
        for (int i = 0; i < releaseCount; i++)
        {
            engine.appendAck(PUBREL, releases[i]);
        }
        releaseCount = 0;
    }

    private void appendPublishes(final long nowNs)
    {
        long allowed = Math.min(limit - sent, isClosedLoop ? closedLoopAllowance(nowNs) : released - sent);
        if (ids != null)
        {
            allowed = Math.min(allowed, Math.min(traffic.window(), receiveMaximum()) - ids.inFlight());
        }
        while (allowed > 0)
        {
            final PublishTemplate template = templates[nextLane];
            if (engine.outputRoom() < template.length())
            {
                engine.pacer().enqueue(this);
                return;
            }
            append(template, isClosedLoop ? nowNs : engine.pacer().dueNs(this, sent), nowNs);
            allowed--;
        }
    }

    private void append(final PublishTemplate template, final long dueNs, final long nowNs)
    {
        final int packetId = ids == null ? 0 : ids.take(dueNs);
        final long stamp = Payload.stamp(engine.control().runTag(), dueNs - engine.control().originNs());
        final int sequence = sequences[nextLane]++;
        engine.addOutput(
            template.encode(engine.outputBuffer(), engine.outputLength(), packetId, stamp, sequence));
        nextLane = nextLane + 1 == templates.length ? 0 : nextLane + 1;
        sent++;
        engine.count(Counter.SENT);
        if (!isClosedLoop && engine.isMeasured(dueNs))
        {
            engine.recorder().lag(nowNs - dueNs);
        }
    }

    private long closedLoopAllowance(final long nowNs)
    {
        if (!engine.pacer().isOpen(nowNs))
        {
            return 0;
        }
        if (!isWindowByDelivery)
        {
            return traffic.window() - (sent - acknowledged);
        }
        final long complete = engine.credits().complete(spec.index());
        completeAtServe = complete;
        return traffic.window() - (sent - complete - writtenOff);
    }
}
