package io.maxmq.tools.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.maxmq.tools.bench.load.RunControl.Phase;
import io.maxmq.tools.bench.plan.ClientSpec;
import io.maxmq.tools.bench.plan.Plan;
import io.maxmq.tools.bench.plan.Settings;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One thread of load: an event loop over its own selector and clients. A cycle is: look at the sockets, see which
 * messages are due, let the publishers that may send write, look after connecting clients and timers.
 *
 * <p>The counters and the recorder may be read by others while it runs; the verifiers when it has ended.
 */
public final class Engine implements Runnable
{
    private static final int MIN_BUFFER_BYTES = 256 * 1024;
    private static final int PARK_MS = 1;
    private static final long PARK_NS = 1_000_000L;
    private static final long MAX_CLOSE_NS = 5_000_000_000L;

    private final int index;
    private final Plan plan;
    private final Settings settings;
    private final RunControl control;
    private final Credits credits;
    private final Counters counters = new Counters();
    private final Recorder recorder = new Recorder();
    private final Selector selector;
    private final Consumer<SelectionKey> keyHandler = this::onKey;
    private final ByteBuffer input;
    private final UnsafeBuffer inputBuffer;
    private final ByteBuffer output;
    private final UnsafeBuffer outputBuffer;
    private final Roster roster;
    private final Pacer pacer;
    private final ConnectQueue connects;
    private int outputLength;
    private long nowNs;
    private long closeByNs;
    private long lastCycleNs = System.nanoTime();
    private int lastWork;
    private Phase phase = Phase.SETUP;

    /**
     * @param index   of this engine.
     * @param plan    of the whole run; this engine takes the clients that are placed on it.
     * @param control of the run.
     * @param credits of all publishers.
     * @throws IOException if no selector can be opened.
     */
    public Engine(final int index, final Plan plan, final RunControl control, final Credits credits)
        throws IOException
    {
        this.index = index;
        this.plan = plan;
        this.settings = plan.settings();
        this.control = control;
        this.credits = credits;
        selector = Selector.open();
        final int capacity = Math.max(MIN_BUFFER_BYTES, 4 * settings.traffic().payloadBytes());
        input = ByteBuffer.allocateDirect(capacity);
        inputBuffer = new UnsafeBuffer(input);
        output = ByteBuffer.allocateDirect(capacity);
        outputBuffer = new UnsafeBuffer(output);
        roster = new Roster(this, plan);
        pacer = new Pacer(roster.paced(), settings, plan);
        connects = new ConnectQueue(settings.target(), settings.threads());
        roster.all().forEach(connects::add);
    }

    @Override
    public void run()
    {
        try (selector)
        {
            while (phase != Phase.CLOSE || !roster.isQuiet() && System.nanoTime() - closeByNs < 0)
            {
                doCycle();
            }
        }
        catch (final Exception ex)
        {
            control.fail("engine " + index + " ended: " + ex);
        }
        finally
        {
            roster.all().forEach(client -> client.drop(false));
            CloseHelper.quietClose(selector);
        }
    }

    /**
     * @return its counters.
     */
    public Counters counters()
    {
        return counters;
    }

    /**
     * @return its latencies.
     */
    public Recorder recorder()
    {
        return recorder;
    }

    /**
     * How many messages have not come to the receivers of this engine? Only once its thread has ended.
     *
     * @param sentOnLane messages published per lane.
     * @return the number of lost deliveries.
     */
    public long lost(final long[] sentOnLane)
    {
        return roster.lost(sentOnLane);
    }

    /**
     * Add how many messages the publishers of this engine have sent. Only once its thread has ended.
     *
     * @param sentOnLane to add to.
     */
    public void addSent(final long[] sentOnLane)
    {
        roster.addSent(sentOnLane);
    }

    private void doCycle() throws IOException
    {
        final Phase current = control.phase();
        if (current != phase)
        {
            phase = current;
            onPhase();
        }
        final int selected = selector.selectNow(keyHandler);
        final long nowNs = System.nanoTime();
        if (selected == 0 && lastWork == 0)
        {
            counters.add(Counter.IDLE_NS, nowNs - lastCycleNs);
        }
        lastCycleNs = nowNs;
        lastWork = pacer.doWork(nowNs) + connects.doWork(nowNs);
        roster.tick(nowNs);
        recorder.poll();
        if (selected + lastWork == 0 && !settings.isSpinning() && !pacer.isDueWithin(nowNs, PARK_NS))
        {
            selector.select(keyHandler, PARK_MS);
        }
    }

    private void onPhase() throws IOException
    {
        switch (phase)
        {
            case TRAFFIC ->
            {
                pacer.start(control.startNs(), control.endNs());
                roster.onTraffic();
            }
            case DRAIN -> pacer.stop();
            case CLOSE ->
            {
                closeByNs = System.nanoTime() + MAX_CLOSE_NS;
                roster.onClose();
            }
            default -> {}
        }
    }

    private void onKey(final SelectionKey key)
    {
        final ClientConnection client = (ClientConnection)key.attachment();
        try
        {
            final int ready = key.readyOps();
            if ((ready & SelectionKey.OP_CONNECT) != 0)
            {
                client.onConnectable();
            }
            if ((ready & SelectionKey.OP_READ) != 0)
            {
                client.onReadable();
            }
            if ((ready & SelectionKey.OP_WRITE) != 0 && key.isValid())
            {
                client.onWritable();
            }
        }
        catch (final IOException ex)
        {
            client.onIoError(ex);
        }
        catch (final IndexOutOfBoundsException ex)
        {
            client.onError("the broker sent a malformed packet: " + ex.getMessage());
        }
    }

    /** When the bytes being handled were read. */
    long nowNs()
    {
        return nowNs;
    }

    Settings settings()
    {
        return settings;
    }

    Plan plan()
    {
        return plan;
    }

    RunControl control()
    {
        return control;
    }

    Phase phase()
    {
        return phase;
    }

    Credits credits()
    {
        return credits;
    }

    Pacer pacer()
    {
        return pacer;
    }

    Selector selector()
    {
        return selector;
    }

    ByteBuffer input()
    {
        return input;
    }

    DirectBuffer inputBuffer()
    {
        return inputBuffer;
    }

    /** The output of one client is collected from here on. */
    void beginOutput()
    {
        outputLength = 0;
    }

    MutableDirectBuffer outputBuffer()
    {
        return outputBuffer;
    }

    int outputLength()
    {
        return outputLength;
    }

    int outputRoom()
    {
        return outputBuffer.capacity() - outputLength;
    }

    void addOutput(final int length)
    {
        outputLength += length;
    }

    /** Append PUBACK, PUBREC, PUBREL or PUBCOMP without a reason code: four bytes in all versions. */
    void appendAck(final int header, final int packetId)
    {
        final int packet = header | 2 << 8 | (packetId >>> 8) << 16 | (packetId & 0xFF) << 24;
        outputBuffer.putInt(outputLength, packet, ByteOrder.LITTLE_ENDIAN);
        outputLength += 4;
    }

    void flush(final ClientConnection client) throws IOException
    {
        if (outputLength > 0)
        {
            output.limit(outputLength).position(0);
            client.write(output);
            output.clear();
            outputLength = 0;
        }
    }

    void count(final Counter counter)
    {
        counters.increment(counter);
    }

    /** Bytes came from a socket: this is the moment that counts as their arrival. */
    void onRead(final int bytes)
    {
        nowNs = System.nanoTime();
        counters.increment(Counter.READS);
        counters.add(Counter.BYTES_IN, Math.max(0, bytes));
    }

    void onWrite(final int bytes)
    {
        counters.increment(Counter.WRITES);
        counters.add(Counter.BYTES_OUT, bytes);
    }

    void onDelivery(final int lane)
    {
        counters.increment(Counter.DELIVERED);
        final int publisher = plan.publisher(lane);
        credits.onDelivery(index, publisher);
        pacer.onCredit(publisher);
    }

    /** Record a latency if the message was due while we measure. Times since the origin of the run. */
    boolean isMeasured(final long dueNs)
    {
        return phase != Phase.SETUP && dueNs - control.measureFromNs() >= 0 && dueNs - control.measureToNs() < 0;
    }

    void onClientReady(final ClientConnection client)
    {
        connects.onSettled();
        counters.increment(Counter.READY);
    }

    void reconnect(final ClientConnection client)
    {
        connects.add(client);
    }

    void connectSettled()
    {
        connects.onSettled();
    }

    void onBroken(final ClientConnection client, final ClientConnection.State before, final String reason)
    {
        if (phase == Phase.CLOSE)
        {
            return;
        }
        counters.increment(Counter.BROKEN);
        if (before != ClientConnection.State.READY)
        {
            connects.onSettled();
        }
        control.fail("client " + client.spec.clientId() + ": " + reason);
    }

    InetAddress nextSource()
    {
        return connects.nextSource();
    }

    List<ClientSpec> specs()
    {
        final List<ClientSpec> mine = new ArrayList<>();
        for (final ClientSpec spec : plan.clients())
        {
            if (spec.thread() == index)
            {
                mine.add(spec);
            }
        }
        return mine;
    }
}
