package io.maxmq.tools.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;

import io.maxmq.tools.bench.plan.ClientSpec;
import io.maxmq.tools.bench.plan.Target;
import org.agrona.DirectBuffer;

/**
 * One client: a socket and the state machine every role shares, from connecting to being ready to leaving. Subclasses
 * add what their role does with packets. Lives on one {@link Engine} and is touched by its thread alone.
 *
 * <pre>
 *   OFFLINE → CONNECTING → AWAIT_CONNACK → AWAIT_SUBACK (per SUBSCRIBE) → READY → OFFLINE
 * </pre>
 *
 * <p>While a read is handled, replies collect in the engine's output buffer and leave in one write.
 */
abstract class ClientConnection
{
    /** Where a connection is. */
    enum State
    {
        OFFLINE, CONNECTING, AWAIT_CONNACK, AWAIT_SUBACK, READY
    }

    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int PUBREC = 5;
    private static final int PUBREL = 6;
    private static final int PUBCOMP = 7;
    private static final int SUBACK = 9;
    private static final int PINGRESP = 13;
    private static final int FIRST_ERROR_CODE = 0x80;

    final Engine engine;
    final ClientSpec spec;
    final boolean isMqtt5;
    private final PacketReader reader = new PacketReader();
    private final PendingOutput pending = new PendingOutput();
    private final List<byte[]> subscribes;
    private State state = State.OFFLINE;
    private SocketChannel channel;
    private SelectionKey key;
    private int subscribesDone;
    private int receiveMaximum = ConnackProperties.DEFAULT_RECEIVE_MAXIMUM;
    private long lastPingNs = System.nanoTime();

    ClientConnection(final Engine engine, final ClientSpec spec)
    {
        this.engine = engine;
        this.spec = spec;
        this.isMqtt5 = engine.settings().target().isMqtt5();
        this.subscribes = ControlPackets.subscribe(spec.filters(), engine.settings().traffic().qos(), isMqtt5);
    }

    final State state()
    {
        return state;
    }

    /** Messages that the broker takes in flight from this client (MQTT-3.3.4-7). */
    final int receiveMaximum()
    {
        return receiveMaximum;
    }

    final void connect() throws IOException
    {
        final Target target = engine.settings().target();
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        final InetAddress source = engine.nextSource();
        if (source != null)
        {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(source, 0));
        }
        state = State.CONNECTING;
        key = channel.register(engine.selector(), SelectionKey.OP_CONNECT, this);
        if (channel.connect(target.address()))
        {
            onConnectable();
        }
    }

    final void onConnectable() throws IOException
    {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        state = State.AWAIT_CONNACK;
        send(connectPacket());
    }

    final void onReadable() throws IOException
    {
        final ByteBuffer in = engine.input();
        reader.begin(in);
        final int read = channel.read(in);
        engine.onRead(read);
        if (read < 0)
        {
            onEndOfStream();
            return;
        }
        engine.beginOutput();
        reader.read(this, in, engine.inputBuffer());
        if (isOpen())
        {
            engine.flush(this);
            afterRead();
        }
    }

    final void onWritable() throws IOException
    {
        engine.onWrite(pending.writeTo(channel));
        if (pending.isEmpty())
        {
            key.interestOps(SelectionKey.OP_READ);
            onDrained();
        }
    }

    /** Write what is in the buffer, and remember what the socket does not take. */
    final void write(final ByteBuffer bytes) throws IOException
    {
        if (pending.isEmpty())
        {
            engine.onWrite(channel.write(bytes));
        }
        if (bytes.hasRemaining())
        {
            pending.append(bytes);
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    final void send(final byte[] packet) throws IOException
    {
        write(ByteBuffer.wrap(packet));
    }

    final boolean isOpen()
    {
        return channel != null;
    }

    final boolean isBlocked()
    {
        return !pending.isEmpty();
    }

    /** Leave with DISCONNECT, or without it as if the network had failed. */
    final void drop(final boolean isPolite)
    {
        if (channel == null)
        {
            return;
        }
        try
        {
            if (isPolite && state.compareTo(State.AWAIT_CONNACK) > 0)
            {
                send(ControlPackets.DISCONNECT);
            }
        }
        catch (final IOException ignore)
        {
            // The broker was quicker; the connection ends all the same.
        }
        close();
    }

    /** The engine met an error on this connection. */
    public final void onError(final String reason)
    {
        final State before = state;
        close();
        engine.onBroken(this, before, reason);
    }

    /** Reading or writing failed. */
    void onIoError(final IOException ex)
    {
        onError(ex.toString());
    }

    /** Is there something to be done on the wire before the engine may end? */
    boolean isBusyClosing()
    {
        return false;
    }

    /** Called some times a second, at the latest every tenth of a second. */
    void onTick(final long nowNs) throws IOException
    {
    }

    /** The traffic begins. */
    void onTraffic() throws IOException
    {
    }

    /** The run is over: leave for good. */
    void onClose() throws IOException
    {
        drop(true);
    }

    /** The connection is accepted and its subscriptions stand. */
    void onReady() throws IOException
    {
        engine.onClientReady(this);
    }

    /** What could not be written before has left. */
    void onDrained() throws IOException
    {
    }

    /** All packets of a read have been handled and the replies are written. */
    void afterRead() throws IOException
    {
    }

    void onEndOfStream() throws IOException
    {
        onError("the broker closed the connection");
    }

    void onConnack(final boolean isSessionPresent) throws IOException
    {
        subscribesDone = 0;
        subscribeNext();
    }

    void onPublish(final int header, final int offset, final int length)
    {
        engine.count(Counter.MISROUTED);
    }

    void onPuback(final int packetId, final boolean isError)
    {
        engine.count(Counter.REFUSED);
    }

    void onPubrec(final int packetId, final boolean isError)
    {
        engine.count(Counter.REFUSED);
    }

    void onPubrel(final int packetId)
    {
        engine.count(Counter.REFUSED);
    }

    void onPubcomp(final int packetId, final boolean isError)
    {
        engine.count(Counter.REFUSED);
    }

    byte[] connectPacket()
    {
        return ControlPackets.connect(engine.settings().target(), spec.clientId(), true, false);
    }

    final void subscribeNext() throws IOException
    {
        if (subscribesDone < subscribes.size())
        {
            state = State.AWAIT_SUBACK;
            send(subscribes.get(subscribesDone));
        }
        else
        {
            ready();
        }
    }

    final void ready() throws IOException
    {
        state = State.READY;
        onReady();
    }

    final void pingIfDue(final long nowNs, final long periodNs) throws IOException
    {
        if (state == State.READY && periodNs > 0 && nowNs - lastPingNs >= periodNs)
        {
            lastPingNs = nowNs;
            send(ControlPackets.PINGREQ);
        }
    }

    /** A whole packet: its first byte, and where its body begins and ends. */
    final void onPacket(final DirectBuffer buffer, final int header, final int offset, final int end) throws IOException
    {
        final int length = end - offset;
        switch (header >> 4)
        {
            case PUBLISH -> onPublish(header, offset, length);
            case PUBACK -> onPuback(MqttFields.id(buffer, offset), isError(buffer, offset, length));
            case PUBREC -> onPubrec(MqttFields.id(buffer, offset), isError(buffer, offset, length));
            case PUBREL -> onPubrel(MqttFields.id(buffer, offset));
            case PUBCOMP -> onPubcomp(MqttFields.id(buffer, offset), isError(buffer, offset, length));
            case CONNACK -> onConnackPacket(buffer, offset, length);
            case SUBACK -> onSuback(buffer, offset, length);
            case PINGRESP -> {}
            default -> onError("the broker sent packet type " + (header >> 4) + describeReason(buffer, offset, length));
        }
    }

    private void onConnackPacket(final DirectBuffer buffer, final int offset, final int length) throws IOException
    {
        final int code = buffer.getByte(offset + 1) & 0xFF;
        if (code != 0)
        {
            onError("the broker refused the connection with code " + code);
            return;
        }
        if (isMqtt5)
        {
            receiveMaximum =
                ConnackProperties.receiveMaximum(buffer, MqttFields.afterVarint(buffer, offset + 2), offset + length);
        }
        engine.count(Counter.CONNECTED);
        onConnack((buffer.getByte(offset) & 1) != 0);
    }

    private void onSuback(final DirectBuffer buffer, final int offset, final int length) throws IOException
    {
        int codes = offset + 2;
        if (isMqtt5)
        {
            codes = MqttFields.afterVarint(buffer, codes) + MqttFields.varint(buffer, codes);
        }
        for (int i = codes; i < offset + length; i++)
        {
            if ((buffer.getByte(i) & 0xFF) >= FIRST_ERROR_CODE)
            {
                onError("the broker refused a subscription with code " + (buffer.getByte(i) & 0xFF));
                return;
            }
        }
        if (state == State.AWAIT_SUBACK)
        {
            subscribesDone++;
            subscribeNext();
        }
    }

    private void close()
    {
        if (channel != null)
        {
            try
            {
                channel.close();
            }
            catch (final IOException ignore)
            {
                // Nothing can be done about it and nothing depends on it.
            }
            channel = null;
            key = null;
            reader.clear();
            pending.clear();
        }
        state = State.OFFLINE;
    }

    private boolean isError(final DirectBuffer buffer, final int offset, final int length)
    {
        return isMqtt5 && length > 2 && (buffer.getByte(offset + 2) & 0xFF) >= FIRST_ERROR_CODE;
    }

    private String describeReason(final DirectBuffer buffer, final int offset, final int length)
    {
        return length > 0 ? " with reason " + (buffer.getByte(offset) & 0xFF) : "";
    }
}
