package io.maxmq.tools.client;

import io.maxmq.tools.client.MqttClientException.Kind;
import io.maxmq.transport.codec.ConnackDecoder;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.DisconnectEncoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PublishEncoder;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.SubscribeEncoder;
import io.maxmq.transport.codec.UnsubscribeEncoder;
import io.maxmq.transport.codec.Violation;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A blocking MQTT client: 3.1, 3.1.1 and 5.0, QoS 0, 1 and 2 both ways.
 * <p>
 * One connection, made by {@link #connect()} and ended by {@link #disconnect()}, {@link #close()} or a failure; a
 * client is not used again afterwards. One thread calls it; a thread of its own reads, acknowledges and keeps the
 * connection alive. The first failure is remembered and thrown to whoever calls next.
 */
public final class MqttClient implements AutoCloseable
{
    private static final int LAST_WORDS_MS = 500;

    private final ConnectSettings settings;
    private final MessageListener listener;
    private final PacketTrace trace;
    private final Inflight inflight;
    private final Map<Integer, String> sentAliases = new HashMap<>();
    private FrameSocket socket;
    private ConnectResult result;
    private Thread reader;

    /**
     * @param settings to connect with.
     * @param listener of received messages.
     * @param trace    of packets.
     */
    public MqttClient(final ConnectSettings settings, final MessageListener listener, final PacketTrace trace)
    {
        this.settings = settings;
        this.listener = listener;
        this.trace = trace;
        this.inflight = new Inflight(settings.maxInflight);
    }

    /**
     * @return what the broker answered.
     * @throws IOException if there is no connection or the broker refuses it.
     */
    public ConnectResult connect() throws IOException
    {
        socket = FrameSocket.open(settings);
        final ConnectEncoder connect = settings.encoder();
        final byte[] packet = new byte[connect.length()];
        connect.encode(new UnsafeBuffer(packet), 0);
        try
        {
            send(PacketType.CONNECT, packet);
            result = awaitConnack();
        }
        catch (final IOException ex)
        {
            socket.close();
            throw ex;
        }
        inflight.allow(result.receiveMaximum());
        final ClientReader loop =
            new ClientReader(socket, settings.version, result.keepAliveSeconds(), inflight, listener, trace);
        reader = new Thread(loop, "maxmq-client");
        reader.setDaemon(true);
        reader.start();
        return result;
    }

    private ConnectResult awaitConnack() throws IOException
    {
        final Frame frame = readAnswer();
        trace.onPacket("received", frame.toString());
        final ConnackDecoder connack = new ConnackDecoder();
        final Violation violation =
            connack.wrap(frame.buffer(), frame.bodyOffset(), frame.bodyLength(), frame.flags(), settings.version);
        final int code = connack.reasonCode();
        if (frame.type() != PacketType.CONNACK || violation != Violation.NONE && !isOldRefusal(frame))
        {
            throw new MqttClientException(Kind.LOST, "the broker answered CONNECT with a bad " + frame);
        }
        if (code != ReasonCode.SUCCESS)
        {
            throw new MqttClientException(Kind.REFUSED, "the broker refused the connection: " +
                Reasons.ofConnack(settings.version, code, frame.text(connack.reasonStringOffset(),
                    connack.reasonStringLength())));
        }
        return ConnectResult.of(connack, frame, settings.keepAliveSeconds);
    }

    private Frame readAnswer() throws IOException
    {
        try
        {
            final Frame frame = socket.read(settings.timeoutMs);
            if (frame == null)
            {
                throw new MqttClientException(Kind.NO_CONNECTION, "the broker did not answer CONNECT in time");
            }
            return frame;
        }
        catch (final MqttClientException ex)
        {
            throw ex;
        }
        catch (final IOException ex)
        {
            throw new MqttClientException(Kind.LOST, "the connection broke before the broker answered CONNECT");
        }
    }

    /** A broker that does not speak MQTT 5 answers in the form of MQTT 3. */
    private boolean isOldRefusal(final Frame frame)
    {
        return settings.version == MqttVersion.V5 && frame.bodyLength() == 2;
    }

    /**
     * @param subscriptions  to make.
     * @param subscriptionId to get back with every message, or 0; MQTT 5.
     * @param userProperties of the request; MQTT 5.
     * @return a reason code for each.
     * @throws IOException if there is no answer.
     */
    public int[] subscribe(
        final List<Subscription> subscriptions,
        final int subscriptionId,
        final List<Map.Entry<String, String>> userProperties) throws IOException
    {
        final int id = inflight.begin(PacketType.SUBACK);
        final SubscribeEncoder encoder = new SubscribeEncoder().start(settings.version, id);
        if (settings.version == MqttVersion.V5)
        {
            encoder.subscriptionId(subscriptionId);
            userProperties.forEach((property) -> encoder.userProperty(property.getKey(), property.getValue()));
        }
        for (final Subscription subscription : subscriptions)
        {
            addFilter(encoder, subscription);
        }
        final byte[] packet = new byte[encoder.length()];
        encoder.encode(new UnsafeBuffer(packet), 0);
        send(PacketType.SUBSCRIBE, packet);
        return inflight.awaitCodes(id, settings.timeoutMs);
    }

    private void addFilter(final SubscribeEncoder encoder, final Subscription subscription)
    {
        if (settings.version == MqttVersion.V5)
        {
            encoder.filter(subscription.filter(), subscription.qos(), subscription.noLocal(),
                subscription.retainAsPublished(), subscription.retainHandling());
        }
        else
        {
            encoder.filter(subscription.filter(), subscription.qos());
        }
    }

    /**
     * @param filters to leave.
     * @return a reason code for each; none before MQTT 5.
     * @throws IOException if there is no answer.
     */
    public int[] unsubscribe(final List<String> filters) throws IOException
    {
        final int id = inflight.begin(PacketType.UNSUBACK);
        final UnsubscribeEncoder encoder = new UnsubscribeEncoder().start(settings.version, id);
        filters.forEach(encoder::filter);
        final byte[] packet = new byte[encoder.length()];
        encoder.encode(new UnsafeBuffer(packet), 0);
        send(PacketType.UNSUBSCRIBE, packet);
        return inflight.awaitCodes(id, settings.timeoutMs);
    }

    /**
     * Send a message. Waits while as many messages of QoS 1 and 2 are on their way as broker and settings allow, not
     * for its acknowledgement.
     *
     * @param message to send.
     * @throws IOException if the connection is gone or the broker does not offer what the message needs.
     */
    public void publish(final Message message) throws IOException
    {
        checkOffered(message);
        final int id = message.qos() == 0 ? 0 : inflight.beginPublish(message.qos());
        final int alias = settings.version == MqttVersion.V5 ? message.properties().topicAlias() : 0;
        final boolean isAliasKnown = alias != 0 && message.topic().equals(sentAliases.put(alias, message.topic()));
        final PublishEncoder encoder = new PublishEncoder()
            .start(settings.version, message.qos(), false, message.retain())
            .packetId(id)
            .topic(isAliasKnown ? "" : message.topic())
            .topicAlias(alias)
            .messageExpirySeconds(message.properties().messageExpirySeconds())
            .forwardProperties(message.properties().forwarded())
            .payload(message.payload());
        final int length = encoder.length();
        if (result.maximumPacketSize() != 0 && length > result.maximumPacketSize())
        {
            inflight.end(id);
            throw new MqttClientException(Kind.REFUSED, "the message is too large: a packet of " + length +
                " bytes, while the broker takes " + result.maximumPacketSize());
        }
        final byte[] packet = new byte[length];
        encoder.encode(new UnsafeBuffer(packet), 0);
        send(PacketType.PUBLISH, packet);
    }

    private void checkOffered(final Message message) throws IOException
    {
        if (message.qos() > result.maximumQos())
        {
            throw new MqttClientException(
                Kind.REFUSED, "the broker takes messages up to QoS " + result.maximumQos() + " only");
        }
        if (message.retain() && !result.retainAvailable())
        {
            throw new MqttClientException(Kind.REFUSED, "the broker does not keep retained messages");
        }
        if (message.properties().topicAlias() > result.topicAliasMaximum() && settings.version == MqttVersion.V5)
        {
            throw new MqttClientException(
                Kind.REFUSED, "the broker takes topic aliases up to " + result.topicAliasMaximum() + " only");
        }
    }

    /**
     * Wait until every message sent has gone through all its steps.
     *
     * @param timeoutMs to wait, {@link Long#MAX_VALUE} for ever.
     * @return whether that happened in time.
     * @throws IOException if the connection failed before.
     */
    public boolean awaitAcknowledged(final long timeoutMs) throws IOException
    {
        return inflight.awaitEmpty(timeoutMs);
    }

    /**
     * @return reason codes of refused messages, in the order in which they came; MQTT 5.
     */
    public List<String> refusals()
    {
        return inflight.refusals();
    }

    /**
     * Wait until the connection fails or the listener takes no more and all that it took has been completed.
     *
     * @param timeoutMs to wait, {@link Long#MAX_VALUE} for ever.
     * @return whether the listener is done.
     * @throws IOException if the connection failed, or the listener.
     */
    public boolean awaitListener(final long timeoutMs) throws IOException
    {
        return inflight.awaitListener(timeoutMs);
    }

    /**
     * Say goodbye, so that no will is sent, and close.
     *
     * @throws IOException if the connection was gone before.
     */
    public void disconnect() throws IOException
    {
        final DisconnectEncoder encoder = new DisconnectEncoder().start(settings.version, ReasonCode.SUCCESS);
        final byte[] packet = new byte[encoder.length()];
        encoder.encode(new UnsafeBuffer(packet), 0);
        try
        {
            send(PacketType.DISCONNECT, packet);
        }
        finally
        {
            close();
        }
    }

    /**
     * Close without a goodbye: the broker sends the will.
     */
    public void close()
    {
        if (socket != null)
        {
            socket.close();
        }
        if (reader != null)
        {
            awaitReader();
        }
    }

    private void send(final int type, final byte[] packet) throws IOException
    {
        trace.onPacket("sent", PacketType.name(type) + " (" + packet.length + " bytes)");
        try
        {
            socket.write(packet, packet.length);
        }
        catch (final IOException ex)
        {
            throw explain(ex);
        }
    }

    /** The broker may have said why it closed: the reader finds it. */
    private IOException explain(final IOException ex)
    {
        if (reader != null)
        {
            awaitReader();
            final IOException reason = inflight.failure();
            if (reason != null)
            {
                return reason;
            }
        }
        return new MqttClientException(Kind.LOST, "the connection broke: " + ex.getMessage());
    }

    private void awaitReader()
    {
        try
        {
            reader.join(LAST_WORDS_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    static long nanos(final long timeoutMs)
    {
        return timeoutMs == Long.MAX_VALUE ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }
}
