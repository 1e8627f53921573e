package io.maxmq.core.event;

import io.maxmq.core.message.Delivery;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.StoredMessages;
import io.maxmq.journal.event.MessageEvent;
import io.maxmq.journal.event.TargetsFlyweight;
import io.maxmq.journal.log.EventView;
import io.maxmq.journal.log.LogTail;

/**
 * Reads stored messages through the worker's tail of the log. Owned by the worker's thread.
 */
public final class LoggedMessages implements StoredMessages
{
    private final LogTail tail;
    private final EventView view = new EventView();
    private final MessageEvent event = new MessageEvent();
    private final TargetsFlyweight targets = new TargetsFlyweight();

    public LoggedMessages(final LogTail tail)
    {
        this.tail = tail;
    }

    @Override
    public boolean load(final long sequence, final Session session, final Delivery delivery)
    {
        if (!tail.read(sequence, view) || !event.wrap(view.buffer(), view.offset(), view.length()))
        {
            return false;
        }
        delivery.message().wrapBlock(event.tenant(), event.buffer(), event.messageOffset());
        delivery.messageChanged();
        delivery.storedAtMs(event.timestampMs());
        if (session != null && event.targetsLength() > 0)
        {
            addTarget(session, delivery);
        }
        return true;
    }

    @Override
    public int length(final long sequence)
    {
        final boolean found =
            tail.read(sequence, view) && event.wrap(view.buffer(), view.offset(), view.length());
        return found ? event.messageLength() : 0;
    }

    private void addTarget(final Session session, final Delivery delivery)
    {
        targets.wrap(event.buffer(), event.targetsOffset());
        final int index = targets.find(session.id(), delivery.shared());
        if (index >= 0)
        {
            delivery.group(targets.group(index));
            for (int i = 0, count = targets.idCount(index); i < count; i++)
            {
                delivery.addId(targets.id(index, i));
            }
        }
    }

    @Override
    public void retain(final long sequence)
    {
        tail.retain(sequence);
    }

    @Override
    public void release(final long sequence)
    {
        tail.release(sequence);
    }
}
