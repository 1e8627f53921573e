package io.maxmq.tools.journal;

import io.maxmq.journal.chronicle.JournalReader;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.event.MessageEvent;
import io.maxmq.tools.client.Message;
import io.maxmq.tools.client.MessageListener;
import io.maxmq.tools.client.MqttClient;
import io.maxmq.tools.client.MqttClientException;
import io.maxmq.tools.client.PacketTrace;
import org.agrona.DirectBuffer;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Publishes stored messages once more, in their order, at the pace in which they came or another. One run. */
final class MessageReplay
{
    private final JournalReader reader;
    private final EventFilter filter;
    private final BrokerOptions broker;
    private final JournalOptions journal;
    private final MessageEvent event = new MessageEvent();
    private final StoredMessage stored = new StoredMessage();
    private final MqttClient client;
    private IOException failure;
    private long firstMs = -1;
    private long startNs;
    private long published;
    private long expired;

    MessageReplay(
        final JournalReader reader, final EventFilter filter, final BrokerOptions broker, final JournalOptions journal)
        throws JournalFailure
    {
        this.reader = reader;
        this.filter = filter;
        this.broker = broker;
        this.journal = journal;
        client = new MqttClient(broker.settings(), MessageListener.NONE, PacketTrace.NONE);
    }

    void run() throws JournalFailure
    {
        try (client)
        {
            client.connect();
            reader.forEach(reader.firstSequence(), this::onEvent);
            if (failure != null)
            {
                throw failure;
            }
            client.awaitAcknowledged(Long.MAX_VALUE);
            client.disconnect();
        }
        catch (final MqttClientException ex)
        {
            throw new JournalFailure(exitCode(ex.kind()), ex.getMessage() + told());
        }
        catch (final IOException ex)
        {
            throw new JournalFailure(JournalExit.CONNECTION_LOST, ex.getMessage() + told());
        }
        client.refusals().forEach(refusal -> journal.err().println("maxmq: the broker refused a message: " + refusal));
        journal.err().println("maxmq: " + published + " messages published" +
            (expired == 0 ? "" : ", " + expired + " left out that had expired"));
        if (!client.refusals().isEmpty())
        {
            throw new JournalFailure(JournalExit.REFUSED, client.refusals().size() + " messages were refused");
        }
    }

    private String told()
    {
        return published == 0 ? "" : " (after " + published + " messages)";
    }

    private static int exitCode(final MqttClientException.Kind kind)
    {
        return switch (kind)
        {
            case NO_CONNECTION -> JournalExit.NO_CONNECTION;
            case REFUSED -> JournalExit.REFUSED;
            case LOST -> JournalExit.CONNECTION_LOST;
            case NOT_POSSIBLE -> JournalExit.USAGE;
        };
    }

    private boolean onEvent(final long sequence, final DirectBuffer buffer, final int offset, final int length)
    {
        if (filter.isOver(sequence, EventHeader.timestampMs(buffer, offset)))
        {
            return false;
        }
        final boolean isWanted = filter.matches(buffer, offset, length);
        if (!isWanted || EventHeader.type(buffer, offset) != EventType.MESSAGE || !event.wrap(buffer, offset, length))
        {
            return true;
        }
        try
        {
            publish(stored.of(event, broker.prefix()));
            return true;
        }
        catch (final IOException ex)
        {
            failure = ex;
            return false;
        }
    }

    private void publish(final Message message) throws IOException
    {
        if (message == null)
        {
            expired++;
            return;
        }
        awaitTurn(event.timestampMs());
        client.publish(message);
        published++;
    }

    private void awaitTurn(final long storedMs)
    {
        if (firstMs < 0)
        {
            firstMs = storedMs;
            startNs = System.nanoTime();
        }
        if (Double.isInfinite(broker.speed()))
        {
            return;
        }
        final long dueNs = (long)(TimeUnit.MILLISECONDS.toNanos(storedMs - firstMs) / broker.speed());
        for (long left = dueNs - (System.nanoTime() - startNs); left > 0 && !Thread.currentThread().isInterrupted();
            left = dueNs - (System.nanoTime() - startNs))
        {
            LockSupport.parkNanos(left);
        }
    }
}
