package io.maxmq.tools.bench.load;

import io.maxmq.tools.bench.plan.ClientSpec;
import io.maxmq.tools.bench.plan.Scenario;
import org.agrona.DirectBuffer;

/**
 * Receives messages, verifies and times every one, and acknowledges as their QoS asks (MQTT 4.3).
 */
class Subscriber extends ClientConnection
{
    private static final int PUBACK = 0x40;
    private static final int PUBREC = 0x50;
    private static final int PUBCOMP = 0x70;
    private static final int DUP_FLAG = 0x08;

    private final StreamVerifier verifier;
    private final int payloadBytes;
    private final int runTag;
    private final long originNs;
    private final int[] newestOfLane;
    private final long[] unreleased;
    private boolean hasReconnected;

    Subscriber(final Engine engine, final ClientSpec spec, final StreamVerifier verifier)
    {
        super(engine, spec);
        this.verifier = verifier;
        payloadBytes = engine.settings().traffic().payloadBytes();
        runTag = engine.control().runTag();
        originNs = engine.control().originNs();
        newestOfLane = engine.settings().scenario() == Scenario.SHARED ? new int[spec.laneCount()] : null;
        unreleased = engine.settings().traffic().qos() == 2 ? new long[1024] : null;
    }

    /** From now on the broker may send again what it could not know to have arrived. */
    final void expectRedelivery()
    {
        hasReconnected = true;
    }

    @Override
    final void onPublish(final int header, final int offset, final int length)
    {
        final DirectBuffer buffer = engine.inputBuffer();
        final int qos = header >> 1 & 3;
        int position = offset + 2 + MqttFields.id(buffer, offset);
        int packetId = 0;
        if (qos > 0)
        {
            packetId = MqttFields.id(buffer, position);
            position += 2;
        }
        if (isMqtt5)
        {
            position = MqttFields.afterVarint(buffer, position) + MqttFields.varint(buffer, position);
        }
        if (qos < 2 || isFirstOfPacketId(packetId))
        {
            onPayload(header, buffer, position, offset + length - position);
        }
        if (qos > 0)
        {
            engine.appendAck(qos == 1 ? PUBACK : PUBREC, packetId);
        }
    }

    @Override
    final void onPubrel(final int packetId)
    {
        if (unreleased != null)
        {
            unreleased[packetId >>> 6] &= ~(1L << packetId);
        }
        engine.appendAck(PUBCOMP, packetId);
    }

    private boolean isFirstOfPacketId(final int packetId)
    {
        if (unreleased == null)
        {
            return true;
        }
        final long bit = 1L << packetId;
        final boolean isFirst = (unreleased[packetId >>> 6] & bit) == 0;
        unreleased[packetId >>> 6] |= bit;
        if (!isFirst)
        {
            engine.count(hasReconnected ? Counter.REDELIVERED : Counter.DUPLICATES);
        }
        return isFirst;
    }

    private void onPayload(final int header, final DirectBuffer buffer, final int offset, final int length)
    {
        if (!Payload.isIntact(buffer, offset, length, payloadBytes) || Payload.runTag(buffer, offset) != runTag)
        {
            engine.count(Counter.CORRUPT);
            return;
        }
        final int lane = Payload.lane(buffer, offset);
        final int sequence = Payload.sequence(buffer, offset);
        final int verdict = verifier.onMessage(lane, sequence);
        if (verdict < StreamVerifier.DUPLICATE)
        {
            engine.onDelivery(lane);
            final long dueNs = originNs + Payload.dueNs(buffer, offset);
            if (engine.isMeasured(dueNs))
            {
                engine.recorder().delivery(engine.nowNs() - dueNs);
            }
            if (isOutOfOrder(verdict, lane, sequence))
            {
                engine.count(Counter.REORDERED);
            }
        }
        else
        {
            onUnwanted(verdict, header);
        }
    }

    /** Members of a shared group get some of a lane's messages each: order counts per member, not for the group. */
    private boolean isOutOfOrder(final int verdict, final int lane, final int sequence)
    {
        if (newestOfLane == null)
        {
            return verdict == StreamVerifier.LATE;
        }
        final int index = lane - spec.firstLane();
        final boolean isLate = sequence + 1 - newestOfLane[index] < 0;
        newestOfLane[index] = isLate ? newestOfLane[index] : sequence + 1;
        return isLate;
    }

    private void onUnwanted(final int verdict, final int header)
    {
        if (verdict == StreamVerifier.MISROUTED)
        {
            engine.count(Counter.MISROUTED);
        }
        else if (hasReconnected && (header & DUP_FLAG) != 0 && (header >> 1 & 3) == 1)
        {
            engine.count(Counter.REDELIVERED);
        }
        else
        {
            engine.count(Counter.DUPLICATES);
        }
    }
}
