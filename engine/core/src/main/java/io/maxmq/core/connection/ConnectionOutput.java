package io.maxmq.core.connection;

import io.maxmq.core.counter.Counter;
import io.maxmq.transport.buffer.WriteQueue;
import io.maxmq.transport.codec.AckEncoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.tcp.Channel;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The bytes on their way to one client: packets are encoded into the write buffer, which leaves once in a duty cycle.
 * Deliveries use three quarters of it, what is above is kept for packets that must not be lost. Owned by the worker's
 * thread.
 */
final class ConnectionOutput
{
    private final Connection connection;
    private final ConnectionContext context;
    private final WriteQueue queue;
    private boolean lastWords;

    ConnectionOutput(final Connection connection, final ConnectionContext context)
    {
        this.connection = connection;
        this.context = context;
        queue = new WriteQueue(context.buffers(), context.limits().writeBufferLimit());
    }

    WriteQueue queue()
    {
        return queue;
    }

    /**
     * @return where claimed packets are encoded.
     */
    MutableDirectBuffer buffer()
    {
        return queue.buffer();
    }

    void discard()
    {
        queue.discard();
    }

    /**
     * Claims room for a packet that must not be lost. A client that leaves none is closed, and so is one that takes no
     * packet as large (MQTT-3.1.2-24).
     *
     * @param length of the packet.
     * @return offset in the write queue's buffer, or {@link WriteQueue#REFUSED}.
     */
    int claim(final int length)
    {
        if (connection.state() == Connection.State.CLOSED || connection.channel() == null)
        {
            return WriteQueue.REFUSED;
        }
        if (length > connection.terms().maximumPacketSize())
        {
            connection.disconnect(ReasonCode.PACKET_TOO_LARGE, ReasonText.ANSWER_TOO_LARGE);
            return WriteQueue.REFUSED;
        }
        final int offset = queue.claim(length);
        if (offset == WriteQueue.REFUSED && connection.state() != Connection.State.CLOSING)
        {
            refused(length);
        }
        return offset;
    }

    /** Within the limit of the connection it is the worker's memory that is used up. */
    private void refused(final int length)
    {
        final boolean isOverLimit = queue.pendingBytes() + (long)length > context.limits().writeBufferLimit();
        context.counters().increment(isOverLimit ? Counter.WRITE_OVERFLOWS : Counter.OUT_OF_MEMORY);
        connection.lost(
            false, ReasonCode.QUOTA_EXCEEDED, isOverLimit ? ReasonText.NOT_TAKEN : ReasonText.MEMORY_USED_UP);
    }

    void commit(final int length)
    {
        queue.commit(length);
        lastWords |= connection.state() == Connection.State.CLOSING;
        context.counters().increment(Counter.PACKETS_SENT);
        context.dirty().add(connection);
        if (queue.pendingBytes() > context.limits().writeBufferLimit() / 2)
        {
            connection.input().pause(ConnectionInput.PAUSE_WRITE);
        }
    }

    /**
     * Sends PUBACK, PUBREC, PUBREL or PUBCOMP: a refusal in words too, where the client wants that (MQTT-3.1.2-29) and
     * can take it (MQTT-3.4.2-2, MQTT-3.5.2-2).
     *
     * @param packetType of the packet.
     * @param packetId   it is about.
     * @param reasonCode of MQTT 5.
     */
    void sendAck(final int packetType, final int packetId, final int reasonCode)
    {
        final DirectBuffer text = ReasonCode.isFailure(reasonCode) ? ackText(reasonCode) : null;
        final int version = connection.version();
        final int length = text == null ?
            AckEncoder.length(version, reasonCode) : AckEncoder.lengthWithReasonString(text.capacity());
        final int offset = claim(length);
        if (offset != WriteQueue.REFUSED)
        {
            commit(text == null ?
                AckEncoder.encode(buffer(), offset, packetType, version, packetId, reasonCode) :
                AckEncoder.encode(
                    buffer(), offset, packetType, packetId, reasonCode, text, 0, text.capacity()));
        }
    }

    private DirectBuffer ackText(final int reasonCode)
    {
        final ConnectTerms terms = connection.terms();
        final DirectBuffer text = ReasonText.ofAck(reasonCode);
        return text != null && connection.version() == MqttVersion.V5 && terms.problemInformation() &&
            AckEncoder.lengthWithReasonString(text.capacity()) <= terms.maximumPacketSize() ? text : null;
    }

    /** Gives what has gathered to the socket. Called once per cycle for a connection that has something. */
    void flush()
    {
        final Channel channel = connection.channel();
        if (channel == null || !channel.isOpen())
        {
            return;
        }
        final int before = queue.pendingBytes();
        final int result = queue.flush(channel);
        if (result == WriteQueue.CLOSED)
        {
            connection.lost(true, -1, null);
            return;
        }
        context.counters().add(Counter.BYTES_SENT, before - queue.pendingBytes());
        channel.writeInterest(result == WriteQueue.BLOCKED);
        if (queue.pendingBytes() <= deliveryLimit() / 2)
        {
            connection.drained();
        }
    }

    /** Bytes that deliveries may leave pending; what is above is kept for acknowledgements. */
    int deliveryLimit()
    {
        return context.limits().writeBufferLimit() / 4 * 3;
    }

    /**
     * Whether a message may be added to what is pending. Once three quarters of the worker's memory are used, clients
     * that do not take what they have get no more: else slow subscribers, each within its own limit, would leave nothing
     * for what others send and for their acknowledgements.
     *
     * @param length of the packet.
     * @return false where it has to wait, or to be dropped.
     */
    boolean takesDelivery(final int length)
    {
        final int pending = queue.pendingBytes();
        return pending == 0 ||
            pending + (long)length <= deliveryLimit() && !(queue.isBlocked() && context.isMemoryShort());
    }

    /**
     * Whether more messages may be sent without filling the buffer.
     *
     * @return true if less than half of what deliveries may use is pending.
     */
    boolean hasRoom()
    {
        return queue.pendingBytes() < deliveryLimit() / 2;
    }

    /**
     * @return whether the broker ended the connection with a packet that the client should get to read.
     */
    boolean hasLastWords()
    {
        return lastWords;
    }
}
