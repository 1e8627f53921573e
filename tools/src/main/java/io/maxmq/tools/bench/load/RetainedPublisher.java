package io.maxmq.tools.bench.load;

import java.io.IOException;

import io.maxmq.tools.bench.plan.ClientSpec;

/**
 * Stores one retained message per lane at QoS 1, and counts as ready when all are acknowledged. At the end it clears
 * them with empty messages (MQTT-3.3.1-10).
 */
final class RetainedPublisher extends ClientConnection
{
    private static final int QOS = 1;
    private static final int WINDOW = 20;

    private int sent;
    private int acknowledged;
    private boolean isStored;

    RetainedPublisher(final Engine engine, final ClientSpec spec)
    {
        super(engine, spec);
    }

    @Override
    void onReady() throws IOException
    {
        store();
    }

    @Override
    void onPuback(final int packetId, final boolean isError)
    {
        acknowledged++;
        engine.count(isError ? Counter.REFUSED : Counter.ACKED);
    }

    @Override
    void afterRead() throws IOException
    {
        if (state() != State.READY || isStored || acknowledged < sent)
        {
            return;
        }
        if (sent < spec.laneCount())
        {
            store();
        }
        else
        {
            isStored = true;
            engine.onClientReady(this);
        }
    }

    @Override
    void onClose() throws IOException
    {
        for (int i = 0; i < spec.laneCount() && state() == State.READY; i++)
        {
            publish(spec.firstLane() + i, 0, 0, 0);
        }
        drop(true);
    }

    private void store() throws IOException
    {
        final int end = Math.min(spec.laneCount(), sent + WINDOW);
        while (sent < end)
        {
            publish(spec.firstLane() + sent, engine.settings().traffic().payloadBytes(), QOS, sent % 65_535 + 1);
            sent++;
            engine.count(Counter.SENT);
        }
    }

    private void publish(final int lane, final int payloadBytes, final int qos, final int packetId) throws IOException
    {
        final PublishTemplate template =
            new PublishTemplate(lane, engine.plan().topic(lane), payloadBytes, qos, true, isMqtt5);
        engine.beginOutput();
        engine.addOutput(template.encode(
            engine.outputBuffer(), 0, packetId, Payload.stamp(engine.control().runTag(), 0), 0));
        engine.flush(this);
    }
}
