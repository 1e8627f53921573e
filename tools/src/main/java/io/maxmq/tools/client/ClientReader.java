package io.maxmq.tools.client;

import io.maxmq.tools.client.MqttClientException.Kind;
import io.maxmq.transport.codec.AckDecoder;
import io.maxmq.transport.codec.AckEncoder;
import io.maxmq.transport.codec.DisconnectDecoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PingEncoder;
import io.maxmq.transport.codec.PublishDecoder;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.Sender;
import io.maxmq.transport.codec.SubackDecoder;
import io.maxmq.transport.codec.UnsubackDecoder;
import io.maxmq.transport.codec.UserPropertyCursor;
import io.maxmq.transport.codec.Violation;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The client's reading thread: takes packets, answers those of the protocol, hands messages to the listener, and keeps
 * the connection alive. Ends with the connection; why it ended stands in {@link Inflight}.
 * <p>
 * A QoS 2 message reaches the listener when its PUBLISH comes first, before PUBREC (method A of section 4.3.3): if the
 * process dies in between it comes again, but is never lost.
 */
final class ClientReader implements Runnable
{
    private static final int MAX_SUBSCRIPTION_IDS = 1024;
    private static final int POLL_MS = 1000;

    private final FrameSocket socket;
    private final int version;
    private final long keepAliveNs;
    private final Inflight inflight;
    private final MessageListener listener;
    private final PacketTrace trace;
    private final PublishDecoder publish = new PublishDecoder(Sender.SERVER);
    private final AckDecoder ack = new AckDecoder();
    private final SubackDecoder suback = new SubackDecoder();
    private final UnsubackDecoder unsuback = new UnsubackDecoder();
    private final DisconnectDecoder disconnect = new DisconnectDecoder(Sender.SERVER);
    private final UserPropertyCursor userProperties = new UserPropertyCursor();
    private final int[] subscriptionIds = new int[MAX_SUBSCRIPTION_IDS];
    private final Map<Integer, String> aliases = new HashMap<>();
    private final Set<Integer> awaitingPubrel = new HashSet<>();
    private final byte[] small = new byte[AckEncoder.MAX_LENGTH];
    private final UnsafeBuffer smallBuffer = new UnsafeBuffer(small);
    private boolean isListenerDone;
    private long pingSentNs;
    private boolean isPingOut;

    ClientReader(
        final FrameSocket socket,
        final int version,
        final int keepAliveSeconds,
        final Inflight inflight,
        final MessageListener listener,
        final PacketTrace trace)
    {
        this.socket = socket;
        this.version = version;
        this.keepAliveNs = TimeUnit.SECONDS.toNanos(keepAliveSeconds);
        this.inflight = inflight;
        this.listener = listener;
        this.trace = trace;
    }

    public void run()
    {
        try
        {
            readUntilFailure();
        }
        catch (final MqttClientException ex)
        {
            inflight.failed(ex);
        }
        catch (final ListenerFailure ex)
        {
            inflight.failed(ex.reason);
        }
        catch (final IOException ex)
        {
            inflight.failed(new MqttClientException(Kind.LOST, "the connection broke: " + ex.getMessage()));
        }
        finally
        {
            socket.close();
            flushAtEnd();
        }
    }

    private void readUntilFailure() throws IOException
    {
        while (true)
        {
            if (!socket.hasNext())
            {
                flushListener();
            }
            final Frame frame = socket.read(pollMs());
            if (frame != null)
            {
                onFrame(frame);
            }
            keepAlive(System.nanoTime());
        }
    }

    private void flushListener() throws ListenerFailure
    {
        try
        {
            listener.onIdle();
        }
        catch (final IOException ex)
        {
            throw new ListenerFailure(ex);
        }
    }

    private void flushAtEnd()
    {
        try
        {
            flushListener();
        }
        catch (final ListenerFailure ex)
        {
            inflight.failed(ex.reason);
        }
    }

    /** The listener's failure, to be told from the connection's. */
    private static final class ListenerFailure extends IOException
    {
        private static final long serialVersionUID = 1L;

        private final IOException reason;

        ListenerFailure(final IOException reason)
        {
            super(reason);
            this.reason = reason;
        }
    }

    private int pollMs()
    {
        return keepAliveNs == 0 ? POLL_MS : (int)Math.min(POLL_MS, TimeUnit.NANOSECONDS.toMillis(keepAliveNs) / 4);
    }

    private void keepAlive(final long nowNs) throws IOException
    {
        if (keepAliveNs == 0)
        {
            return;
        }
        if (isPingOut && nowNs - pingSentNs > keepAliveNs)
        {
            throw new MqttClientException(Kind.LOST, "the broker does not answer any more");
        }
        if (!isPingOut && nowNs - socket.lastWriteNs() > keepAliveNs * 3 / 4)
        {
            isPingOut = true;
            pingSentNs = nowNs;
            trace.onPacket("sent", "PINGREQ");
            socket.write(small, PingEncoder.encodeRequest(smallBuffer, 0));
        }
    }

    private void onFrame(final Frame frame) throws IOException
    {
        trace.onPacket("received", frame.toString());
        switch (frame.type())
        {
            case PacketType.PUBLISH -> onPublish(frame);
            case PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBREL, PacketType.PUBCOMP -> onAck(frame);
            case PacketType.SUBACK -> onSuback(frame);
            case PacketType.UNSUBACK -> onUnsuback(frame);
            case PacketType.PINGRESP -> isPingOut = false;
            case PacketType.DISCONNECT -> onDisconnect(frame);
            default -> throw new MqttClientException(Kind.LOST, "the broker sent an unexpected " + frame);
        }
    }

    private void onPublish(final Frame frame) throws IOException
    {
        check(frame, publish.wrap(frame.buffer(), frame.bodyOffset(), frame.bodyLength(), frame.flags(), version));
        final Message message = message(frame);
        if (isListenerDone)
        {
            return;
        }
        final int id = message.packetId();
        if (message.qos() == 2 && awaitingPubrel.contains(id))
        {
            sendAck(PacketType.PUBREC, id, ReasonCode.SUCCESS);
            return;
        }
        final MessageListener.Verdict verdict = ask(message);
        final boolean isTaken = verdict != MessageListener.Verdict.NOT_TAKEN;
        if (isTaken && message.qos() == 1)
        {
            sendAck(PacketType.PUBACK, id, ReasonCode.SUCCESS);
        }
        else if (isTaken && message.qos() == 2)
        {
            awaitingPubrel.add(id);
            sendAck(PacketType.PUBREC, id, ReasonCode.SUCCESS);
        }
        isListenerDone = verdict != MessageListener.Verdict.TAKEN;
        completeListener();
    }

    private MessageListener.Verdict ask(final Message message) throws ListenerFailure
    {
        try
        {
            return listener.onMessage(message);
        }
        catch (final IOException ex)
        {
            throw new ListenerFailure(ex);
        }
    }

    /** What was taken at QoS 2 is completed before the listener counts as done. */
    private void completeListener() throws IOException
    {
        if (isListenerDone && awaitingPubrel.isEmpty())
        {
            flushListener();
            inflight.listenerDone();
        }
    }

    private Message message(final Frame frame) throws MqttClientException
    {
        final MessageProperties properties = new MessageProperties();
        if (version == MqttVersion.V5)
        {
            readProperties(frame, properties);
        }
        return new Message(
            topic(frame),
            frame.bytes(publish.payloadOffset(), publish.payloadLength()),
            publish.qos(),
            publish.retain(),
            publish.dup(),
            publish.packetId(),
            properties);
    }

    private String topic(final Frame frame) throws MqttClientException
    {
        final int alias = publish.topicAlias();
        if (publish.topicLength() > 0)
        {
            final String topic = frame.text(publish.topicOffset(), publish.topicLength());
            if (alias != 0)
            {
                aliases.put(alias, topic);
            }
            return topic;
        }
        final String known = aliases.get(alias);
        if (known == null)
        {
            throw new MqttClientException(Kind.LOST, "the broker used a topic alias that it had not set: " + alias);
        }
        return known;
    }

    private void readProperties(final Frame frame, final MessageProperties properties)
    {
        properties.topicAlias(publish.topicAlias());
        properties.messageExpirySeconds(publish.messageExpirySeconds());
        properties.payloadFormat(publish.payloadFormatIndicator());
        properties.contentType(frame.text(publish.contentTypeOffset(), publish.contentTypeLength()));
        properties.responseTopic(frame.text(publish.responseTopicOffset(), publish.responseTopicLength()));
        properties.correlationData(frame.bytes(publish.correlationDataOffset(), publish.correlationDataLength()));
        final int count = Math.min(publish.subscriptionIds(subscriptionIds), MAX_SUBSCRIPTION_IDS);
        for (int i = 0; i < count; i++)
        {
            properties.subscriptionIds().add(subscriptionIds[i]);
        }
        userProperties.wrap(frame.buffer(), publish.propertiesOffset(), publish.propertiesLength());
        while (userProperties.next())
        {
            properties.userProperty(
                frame.text(userProperties.keyOffset(), userProperties.keyLength()),
                frame.text(userProperties.valueOffset(), userProperties.valueLength()));
        }
    }

    private void onAck(final Frame frame) throws IOException
    {
        check(frame, ack.wrap(
            frame.type(), frame.buffer(), frame.bodyOffset(), frame.bodyLength(), frame.flags(), version));
        final String reason = frame.text(ack.reasonStringOffset(), ack.reasonStringLength());
        final int id = ack.packetId();
        if (frame.type() == PacketType.PUBREL)
        {
            final boolean isKnown = awaitingPubrel.remove(id);
            sendAck(PacketType.PUBCOMP, id, isKnown ? ReasonCode.SUCCESS : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
            completeListener();
        }
        else if (frame.type() == PacketType.PUBREC)
        {
            if (inflight.onPubrec(id, ack.reasonCode(), reason))
            {
                sendAck(PacketType.PUBREL, id, ReasonCode.SUCCESS);
            }
        }
        else
        {
            inflight.onEnd(id, frame.type(), ack.reasonCode(), reason);
        }
    }

    private void onSuback(final Frame frame) throws IOException
    {
        check(frame, suback.wrap(frame.buffer(), frame.bodyOffset(), frame.bodyLength(), frame.flags(), version));
        final int[] codes = new int[suback.count()];
        for (int i = 0; suback.next(); i++)
        {
            codes[i] = suback.reasonCode();
        }
        inflight.onCodes(suback.packetId(), codes);
    }

    private void onUnsuback(final Frame frame) throws IOException
    {
        check(frame, unsuback.wrap(frame.buffer(), frame.bodyOffset(), frame.bodyLength(), frame.flags(), version));
        final int[] codes = new int[unsuback.count()];
        for (int i = 0; unsuback.next(); i++)
        {
            codes[i] = unsuback.reasonCode();
        }
        inflight.onCodes(unsuback.packetId(), codes);
    }

    private void onDisconnect(final Frame frame) throws IOException
    {
        check(frame, disconnect.wrap(frame.buffer(), frame.bodyOffset(), frame.bodyLength(), frame.flags(), version));
        throw new MqttClientException(Kind.REFUSED, "the broker ended the connection: " + Reasons.of(
            disconnect.reasonCode(), frame.text(disconnect.reasonStringOffset(), disconnect.reasonStringLength())));
    }

    private void sendAck(final int type, final int id, final int reasonCode) throws IOException
    {
        trace.onPacket("sent", PacketType.name(type) + " " + id);
        socket.write(small, AckEncoder.encode(smallBuffer, 0, type, version, id, reasonCode));
    }

    private static void check(final Frame frame, final Violation violation) throws MqttClientException
    {
        if (violation != Violation.NONE)
        {
            throw new MqttClientException(
                Kind.LOST, "the broker sent a bad " + frame + ": " + violation.counterName());
        }
    }
}
