package io.maxmq.tools.bench.load;

import java.io.IOException;
import java.util.List;

import io.maxmq.tools.bench.load.RunControl.Phase;
import io.maxmq.tools.bench.plan.ClientSpec;
import org.agrona.DirectBuffer;

/**
 * Subscribes to receive all retained messages, and when it has them, subscribes again (which sends them again,
 * MQTT-3.8.4-3). The latency of a message counts from the SUBSCRIBE.
 */
final class RetainedSubscriber extends ClientConnection
{
    private static final int RETAIN_FLAG = 0x01;
    private static final int PUBACK = 0x40;
    private static final int PUBREC = 0x50;
    private static final int PUBCOMP = 0x70;

    private final byte[] subscribe;
    private final StreamVerifier verifier;
    private long roundStartNs;
    private int received;
    private boolean isInRound;

    RetainedSubscriber(final Engine engine, final ClientSpec spec)
    {
        super(engine, new ClientSpec(spec.role(), spec.index(), spec.clientId(), List.of(),
            spec.firstLane(), spec.laneCount(), spec.group(), spec.thread()));
        subscribe = ControlPackets.subscribe(spec.filters(), engine.settings().traffic().qos(), isMqtt5).get(0);
        verifier = new StreamVerifier(spec.firstLane(), spec.laneCount());
    }

    @Override
    void onTraffic() throws IOException
    {
        beginRound();
    }

    @Override
    void afterRead() throws IOException
    {
        if (received == spec.laneCount())
        {
            isInRound = false;
            received = 0;
            if (engine.phase() == Phase.TRAFFIC && engine.nowNs() - engine.control().endNs() < 0)
            {
                beginRound();
            }
        }
    }

    @Override
    void onPublish(final int header, final int offset, final int length)
    {
        final DirectBuffer buffer = engine.inputBuffer();
        final int qos = header >> 1 & 3;
        int position = offset + 2 + MqttFields.id(buffer, offset);
        final int packetId = qos > 0 ? MqttFields.id(buffer, position) : 0;
        position += qos > 0 ? 2 : 0;
        if (isMqtt5)
        {
            position = MqttFields.afterVarint(buffer, position) + MqttFields.varint(buffer, position);
        }
        onPayload(header, buffer, position, offset + length - position);
        if (qos > 0)
        {
            engine.appendAck(qos == 1 ? PUBACK : PUBREC, packetId);
        }
    }

    @Override
    void onPubrel(final int packetId)
    {
        engine.appendAck(PUBCOMP, packetId);
    }

    /** Retained messages that the broker still owes this subscriber. */
    int owed()
    {
        return isInRound ? spec.laneCount() - received : 0;
    }

    private void onPayload(final int header, final DirectBuffer buffer, final int offset, final int length)
    {
        if ((header & RETAIN_FLAG) == 0 ||
            !Payload.isIntact(buffer, offset, length, engine.settings().traffic().payloadBytes()) ||
            Payload.runTag(buffer, offset) != engine.control().runTag())
        {
            engine.count(Counter.CORRUPT);
            return;
        }
        switch (verifier.onMessage(Payload.lane(buffer, offset), Payload.sequence(buffer, offset)))
        {
            case StreamVerifier.MISROUTED -> engine.count(Counter.MISROUTED);
            case StreamVerifier.DUPLICATE -> engine.count(Counter.DUPLICATES);
            default -> onNew();
        }
    }

    private void onNew()
    {
        received++;
        engine.count(Counter.DELIVERED);
        if (engine.isMeasured(roundStartNs))
        {
            engine.recorder().delivery(engine.nowNs() - roundStartNs);
        }
    }

    private void beginRound() throws IOException
    {
        verifier.restart();
        isInRound = true;
        roundStartNs = System.nanoTime();
        send(subscribe);
    }
}
