package io.maxmq.core.connection;

import io.maxmq.core.counter.Counter;
import io.maxmq.core.counter.WorkerCounters;
import io.maxmq.core.event.AppliedPositions;
import io.maxmq.core.event.EventPublisher;
import io.maxmq.core.partition.BusInbox;
import io.maxmq.core.partition.SubscriptionHops;
import io.maxmq.core.session.Session;
import io.maxmq.transport.buffer.FrameHandler.Action;
import io.maxmq.transport.buffer.WriteQueue;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import io.maxmq.transport.codec.SubackEncoder;
import io.maxmq.transport.codec.UnsubackEncoder;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/**
 * SUBSCRIBEs and UNSUBSCRIBEs from when they leave for the owners of topics until they are acknowledged (MQTT-3.9 and
 * 3.11). The acknowledgement leaves when every owner of topics that a filter may match has it: by their replies for a
 * clean session, by the positions to which they have applied the log for a persistent one. One per worker, used by its
 * thread alone.
 */
public final class SubscriptionRequests implements BusInbox.SubscribeReplies
{
    private static final byte[] NO_REASON = new byte[0];

    private final SubscriptionHops hops;
    private final EventPublisher events;
    private final AppliedPositions positions;
    private final WorkerCounters counters;
    private final Long2ObjectHashMap<SubscriptionRequest> requests = new Long2ObjectHashMap<>();
    private final ArrayDeque<SubscriptionRequest> applying = new ArrayDeque<>();
    private long nextRequest = 1;

    public SubscriptionRequests(
        final SubscriptionHops hops,
        final EventPublisher events,
        final AppliedPositions positions,
        final WorkerCounters counters)
    {
        this.hops = hops;
        this.events = events;
        this.positions = positions;
        this.counters = counters;
    }

    /**
     * @return what the next request that leaves will be known by.
     */
    long next()
    {
        return nextRequest;
    }

    /** One that has left and is not applied yet, or null. */
    SubscriptionRequest get(final long requestRef)
    {
        return requests.get(requestRef);
    }

    /** Sends the hops that have been prepared; {@link Action#RETRY} where there is no room. */
    Action send(final SubscriptionRequest request)
    {
        final long requestRef = nextRequest++;
        request.owners = hops.send(requestRef);
        if (request.owners == -1)
        {
            return request.connection.pressure();
        }
        if (request.owners == 0)
        {
            acknowledge(request);
        }
        else
        {
            begin(requestRef, request);
        }
        return Action.CONTINUE;
    }

    /** Offers the event of a request; {@link Action#RETRY} where there is no room. */
    Action log(final SubscriptionRequest request, final DirectBuffer event, final int length)
    {
        if (!events.offer(event, 0, length))
        {
            return request.connection.pressure();
        }
        counters.increment(Counter.EVENTS_DECIDED);
        begin(nextRequest++, request);
        return Action.CONTINUE;
    }

    /** Messages of the connection wait from here on (see {@link ConnectionInput#isSubscribing}). */
    private void begin(final long requestRef, final SubscriptionRequest request)
    {
        requests.put(requestRef, request);
        request.connection.input().beginSubscribing();
    }

    private void end(final SubscriptionRequest request)
    {
        request.connection.input().endSubscribing();
        acknowledge(request);
    }

    /** The event of a request has been applied here; it is acknowledged when the owners have come that far too. */
    void applied(final Session session, final long requestRef, final int connectionNumber, final long sequence)
    {
        final SubscriptionRequest request = requests.remove(requestRef);
        if (request != null && session.outlet() == request.connection &&
            session.connectionNumber() == connectionNumber)
        {
            request.sequence = sequence;
            applying.add(request);
        }
    }

    /**
     * Acknowledges requests whose event every owner concerned has applied.
     *
     * @return how many were acknowledged.
     */
    public int step()
    {
        int count = 0;
        SubscriptionRequest request = applying.peek();
        while (request != null && positions.haveApplied(request.owners, request.sequence))
        {
            applying.poll();
            end(request);
            count++;
            request = applying.peek();
        }
        return count;
    }

    public boolean hasPending()
    {
        return !applying.isEmpty();
    }

    @Override
    public void onSubscribed(final long requestRef, final int owner)
    {
        final SubscriptionRequest request = requests.get(requestRef);
        if (request != null)
        {
            request.owners &= ~(1L << owner);
            if (request.owners == 0)
            {
                requests.remove(requestRef);
                end(request);
            }
        }
    }

    /** Sends SUBACK or UNSUBACK. */
    void acknowledge(final SubscriptionRequest request)
    {
        final Connection connection = request.connection;
        if (connection.isClosing())
        {
            return;
        }
        final int version = connection.version();
        final boolean suback = request.packetType == PacketType.SUBACK;
        if (suback && version != MqttVersion.V5)
        {
            forEarlierVersions(request.codes);
        }
        send(request, suback, reason(request, suback));
    }

    /** Empty where there is none to give, or the client wants none, or none that makes the packet too large for it. */
    private static byte[] reason(final SubscriptionRequest request, final boolean suback)
    {
        final ConnectTerms terms = request.connection.terms();
        final boolean wanted = request.connection.version() == MqttVersion.V5 && terms.problemInformation();
        final byte[] reason = wanted ? Refusals.describe(request.codes).getBytes(StandardCharsets.UTF_8) : NO_REASON;
        return length(request, suback, reason.length) <= terms.maximumPacketSize() ? reason : NO_REASON;
    }

    private static int length(final SubscriptionRequest request, final boolean suback, final int reasonLength)
    {
        final int version = request.connection.version();
        return suback ? SubackEncoder.length(version, request.codes.length, reasonLength) :
            UnsubackEncoder.length(version, request.codes.length, reasonLength);
    }

    private static void send(final SubscriptionRequest request, final boolean suback, final byte[] reason)
    {
        final ConnectionOutput output = request.connection.output();
        final int offset = output.claim(length(request, suback, reason.length));
        if (offset != WriteQueue.REFUSED)
        {
            final int version = request.connection.version();
            final int count = request.codes.length;
            final UnsafeBuffer codes = new UnsafeBuffer(request.codes);
            final UnsafeBuffer text = new UnsafeBuffer(reason);
            output.commit(suback ?
                SubackEncoder.encode(
                    output.buffer(), offset, version, request.packetId, codes, 0, count, text, reason.length) :
                UnsubackEncoder.encode(
                    output.buffer(), offset, version, request.packetId, codes, 0, count, text, reason.length));
        }
    }

    /** They know one failure only (3.1.1: MQTT-3.9.3-2). */
    private static void forEarlierVersions(final byte[] codes)
    {
        for (int i = 0; i < codes.length; i++)
        {
            if (ReasonCode.isFailure(codes[i] & 0xFF))
            {
                codes[i] = (byte)ReasonCode.UNSPECIFIED_ERROR;
            }
        }
    }
}
