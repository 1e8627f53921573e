package io.maxmq.tools.client;

import io.maxmq.tools.client.MqttClientException.Kind;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the client waits for: packet ids in use with the answer that comes next, and the end of the connection. Guarded
 * by its own monitor; callers wait here, the reading thread notifies.
 */
final class Inflight
{
    private static final int MAX_PACKET_ID = 65_535;

    private final Map<Integer, Integer> expected = new HashMap<>();
    private final Map<Integer, int[]> codes = new HashMap<>();
    private final List<String> refusals = new ArrayList<>();
    private int publishes;
    private int maxPublishes;
    private int lastId;
    private boolean isListenerDone;
    private IOException failure;

    Inflight(final int maxPublishes)
    {
        this.maxPublishes = maxPublishes;
    }

    synchronized void allow(final int receiveMaximum)
    {
        maxPublishes = Math.min(maxPublishes, receiveMaximum);
    }

    /**
     * @param answer packet type that will end it.
     * @return a packet id.
     */
    synchronized int begin(final int answer) throws IOException
    {
        check();
        do
        {
            lastId = lastId == MAX_PACKET_ID ? 1 : lastId + 1;
        }
        while (expected.containsKey(lastId));
        expected.put(lastId, answer);
        return lastId;
    }

    synchronized int beginPublish(final int qos) throws IOException
    {
        while (publishes >= maxPublishes)
        {
            check();
            await(Long.MAX_VALUE);
        }
        final int id = begin(qos == 1 ? PacketType.PUBACK : PacketType.PUBREC);
        publishes++;
        return id;
    }

    /** Forget a publish whose packet was not sent. */
    synchronized void end(final int id)
    {
        if (expected.remove(id) != null)
        {
            publishes--;
            notifyAll();
        }
    }

    /**
     * @return whether PUBREL shall be sent: the id is known or was, and the message not refused.
     */
    synchronized boolean onPubrec(final int id, final int reasonCode, final String reason)
    {
        if (ReasonCode.isFailure(reasonCode))
        {
            onEnd(id, PacketType.PUBREC, reasonCode, reason);
            return false;
        }
        if (expected.containsKey(id))
        {
            expected.put(id, PacketType.PUBCOMP);
        }
        return true;
    }

    /** PUBACK or PUBCOMP: the message is done. */
    synchronized void onEnd(final int id, final int type, final int reasonCode, final String reason)
    {
        final Integer awaited = expected.get(id);
        if (awaited != null && awaited == type)
        {
            if (ReasonCode.isFailure(reasonCode))
            {
                refusals.add(Reasons.of(reasonCode, reason));
            }
            end(id);
        }
    }

    synchronized void onCodes(final int id, final int[] received)
    {
        if (expected.remove(id) != null)
        {
            codes.put(id, received);
            notifyAll();
        }
    }

    synchronized int[] awaitCodes(final int id, final long timeoutMs) throws IOException
    {
        final long deadlineNs = System.nanoTime() + MqttClient.nanos(timeoutMs);
        while (!codes.containsKey(id))
        {
            check();
            if (!await(deadlineNs - System.nanoTime()))
            {
                throw new MqttClientException(Kind.LOST, "the broker did not answer in time");
            }
        }
        return codes.remove(id);
    }

    synchronized boolean awaitEmpty(final long timeoutMs) throws IOException
    {
        final long startNs = System.nanoTime();
        while (publishes > 0)
        {
            check();
            if (!await(left(timeoutMs, startNs)))
            {
                return false;
            }
        }
        return true;
    }

    synchronized boolean awaitListener(final long timeoutMs) throws IOException
    {
        final long startNs = System.nanoTime();
        while (!isListenerDone)
        {
            check();
            if (!await(left(timeoutMs, startNs)))
            {
                return false;
            }
        }
        return true;
    }

    synchronized void listenerDone()
    {
        isListenerDone = true;
        notifyAll();
    }

    synchronized void failed(final IOException reason)
    {
        if (failure == null)
        {
            failure = reason;
        }
        notifyAll();
    }

    synchronized IOException failure()
    {
        return failure;
    }

    synchronized List<String> refusals()
    {
        return List.copyOf(refusals);
    }

    private void check() throws IOException
    {
        if (failure != null)
        {
            throw failure;
        }
    }

    private static long left(final long timeoutMs, final long startNs)
    {
        return timeoutMs == Long.MAX_VALUE ? Long.MAX_VALUE :
            MqttClient.nanos(timeoutMs) - (System.nanoTime() - startNs);
    }

    private boolean await(final long timeoutNs) throws IOException
    {
        if (timeoutNs <= 0)
        {
            return false;
        }
        try
        {
            if (timeoutNs == Long.MAX_VALUE)
            {
                wait();
            }
            else
            {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(timeoutNs, TimeUnit.MILLISECONDS.toNanos(1)));
            }
            return true;
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new MqttClientException(Kind.LOST, "interrupted");
        }
    }
}
