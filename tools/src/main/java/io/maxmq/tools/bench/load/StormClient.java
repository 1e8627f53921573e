package io.maxmq.tools.bench.load;

import java.io.IOException;

import io.maxmq.tools.bench.load.RunControl.Phase;
import io.maxmq.tools.bench.plan.ClientSpec;

/**
 * Connects, waits for CONNACK, disconnects, waits until the broker has closed the connection (so that the port's wait
 * state stays on the broker's side), and starts again: at once in a closed loop, when due in an open loop. Its latency
 * is that from the (due) start to CONNACK.
 */
final class StormClient extends ClientConnection implements Paced
{
    private static final long LINGER_NS = 1_000_000_000L;

    private final boolean isOpenLoop;
    private long attempts;
    private long released;
    private long dueNs;
    private long disconnectedAtNs;
    private boolean isFree = true;
    private boolean isDisconnecting;

    StormClient(final Engine engine, final ClientSpec spec)
    {
        super(engine, spec);
        isOpenLoop = engine.settings().traffic().isOpenLoop();
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
        return false;
    }

    @Override
    public void serve() throws IOException
    {
        if (!isFree || engine.phase() != Phase.TRAFFIC)
        {
            return;
        }
        final long nowNs = System.nanoTime();
        if (isOpenLoop ? attempts < released : engine.pacer().isOpen(nowNs))
        {
            dueNs = isOpenLoop ? engine.pacer().dueNs(this, attempts) : nowNs;
            attempts++;
            isFree = false;
            engine.count(Counter.SENT);
            connect();
        }
    }

    @Override
    void onConnack(final boolean isSessionPresent) throws IOException
    {
        if (engine.phase() == Phase.SETUP)
        {
            // The first connection only shows that the broker is there.
            engine.onClientReady(this);
        }
        else
        {
            engine.count(Counter.DELIVERED);
            if (engine.isMeasured(dueNs))
            {
                engine.recorder().delivery(engine.nowNs() - dueNs);
            }
        }
        isDisconnecting = true;
        disconnectedAtNs = engine.nowNs();
        send(ControlPackets.DISCONNECT);
    }

    @Override
    void onEndOfStream() throws IOException
    {
        if (isDisconnecting)
        {
            onGone();
        }
        else
        {
            super.onEndOfStream();
        }
    }

    @Override
    void onIoError(final IOException ex)
    {
        if (isDisconnecting)
        {
            onGone();
        }
        else
        {
            super.onIoError(ex);
        }
    }

    @Override
    void onTick(final long nowNs)
    {
        if (isDisconnecting && nowNs - disconnectedAtNs > LINGER_NS)
        {
            onGone();
        }
    }

    @Override
    void onClose()
    {
        drop(false);
    }

    private void onGone()
    {
        drop(false);
        isDisconnecting = false;
        isFree = true;
        if (engine.phase() == Phase.TRAFFIC)
        {
            engine.pacer().enqueue(this);
        }
    }
}
