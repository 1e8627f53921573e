package io.maxmq.tools.bench.load;

import java.io.IOException;

import io.maxmq.tools.bench.load.RunControl.Phase;
import io.maxmq.tools.bench.plan.ClientSpec;
import io.maxmq.tools.bench.plan.Scenario;

/**
 * A subscriber with a persistent session. In the restart scenario it goes away every few seconds, in turn politely
 * and as if the network had failed, and comes back to what has been kept for it. At the end it removes its session by
 * a clean start.
 */
final class PersistentSubscriber extends Subscriber
{
    private final long everyNs;
    private final long offlineNs;
    private final boolean isRestarting;
    private long restartAtNs;
    private long returnAtNs;
    private int restarts;
    private boolean isKnown;
    private boolean isAway;
    private boolean isLeaving;

    PersistentSubscriber(final Engine engine, final ClientSpec spec, final StreamVerifier verifier)
    {
        super(engine, spec, verifier);
        everyNs = engine.settings().timing().restartEveryNs();
        offlineNs = engine.settings().timing().offlineNs();
        isRestarting = engine.settings().scenario() == Scenario.RESTART;
    }

    @Override
    byte[] connectPacket()
    {
        final boolean isFirst = !isKnown;
        return ControlPackets.connect(
            engine.settings().target(), spec.clientId(), isLeaving || isFirst && isMqtt5, !isLeaving);
    }

    @Override
    void onConnack(final boolean isSessionPresent) throws IOException
    {
        if (isLeaving)
        {
            engine.connectSettled();
            drop(true);
            isLeaving = false;
        }
        else if (isKnown && isSessionPresent)
        {
            expectRedelivery();
            ready();
        }
        else
        {
            if (isKnown)
            {
                engine.count(Counter.SESSIONS_LOST);
            }
            super.onConnack(isSessionPresent);
        }
    }

    @Override
    void onReady() throws IOException
    {
        if (isKnown)
        {
            engine.connectSettled();
        }
        else
        {
            isKnown = true;
            super.onReady();
        }
    }

    @Override
    void onTraffic()
    {
        final int peers = Math.max(1, engine.settings().clients().subscribers());
        restartAtNs = engine.control().startNs() + everyNs / 2 + everyNs * spec.index() / peers;
    }

    @Override
    void onTick(final long nowNs)
    {
        if (isAway && nowNs - returnAtNs >= 0)
        {
            isAway = false;
            engine.reconnect(this);
        }
        else if (isRestarting && isOnline() && nowNs - restartAtNs >= 0)
        {
            drop(restarts++ % 2 == 0);
            isAway = true;
            returnAtNs = nowNs + offlineNs;
            restartAtNs = nowNs + everyNs;
        }
    }

    private boolean isOnline()
    {
        return engine.phase() == Phase.TRAFFIC && state() == State.READY;
    }

    @Override
    void onClose()
    {
        drop(true);
        isAway = false;
        isLeaving = true;
        engine.reconnect(this);
    }

    @Override
    boolean isBusyClosing()
    {
        return isLeaving;
    }
}
