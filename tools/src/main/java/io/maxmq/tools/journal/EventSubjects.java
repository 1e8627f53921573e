package io.maxmq.tools.journal;

import io.maxmq.journal.event.AckedEvent;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.event.FilterListEvent;
import io.maxmq.journal.event.MessageEvent;
import io.maxmq.journal.event.MessageFlyweight;
import io.maxmq.journal.event.ReassignedEvent;
import io.maxmq.journal.event.ReleasedEvent;
import io.maxmq.journal.event.RetainedEvent;
import io.maxmq.journal.event.SessionClosedEvent;
import io.maxmq.journal.event.SessionEndEvent;
import io.maxmq.journal.event.SessionOpenEvent;
import io.maxmq.journal.event.SubscribeEvent;
import io.maxmq.journal.event.TargetsFlyweight;
import io.maxmq.journal.event.UnsubscribeEvent;
import io.maxmq.journal.log.EventView;
import io.maxmq.journal.log.LogTail;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;

import java.util.ArrayList;
import java.util.List;

/**
 * What an event is about: sessions, topics (of messages, of a will, of messages that it refers to) and filters. Reused;
 * not thread-safe.
 */
final class EventSubjects
{
    private final LogTail stored;
    private final LongArrayList sessions = new LongArrayList();
    private final List<String> topics = new ArrayList<>();
    private final List<String> filters = new ArrayList<>();
    private final SessionOpenEvent open = new SessionOpenEvent();
    private final SessionClosedEvent closed = new SessionClosedEvent();
    private final SessionEndEvent end = new SessionEndEvent();
    private final SubscribeEvent subscribe = new SubscribeEvent();
    private final UnsubscribeEvent unsubscribe = new UnsubscribeEvent();
    private final MessageEvent message = new MessageEvent();
    private final AckedEvent acked = new AckedEvent();
    private final ReleasedEvent released = new ReleasedEvent();
    private final RetainedEvent retained = new RetainedEvent();
    private final ReassignedEvent reassigned = new ReassignedEvent();
    private final MessageFlyweight block = new MessageFlyweight();
    private final TargetsFlyweight targets = new TargetsFlyweight();
    private final EventView view = new EventView();
    private boolean withTopics;
    private String client;

    /**
     * @param stored finds the messages to which events refer.
     */
    EventSubjects(final LogTail stored)
    {
        this.stored = stored;
    }

    /** Looks at an event; topics of messages that it refers to are read only if they are wanted. */
    EventSubjects of(final DirectBuffer buffer, final int offset, final int length, final boolean topicsWanted)
    {
        sessions.clear();
        topics.clear();
        filters.clear();
        client = null;
        withTopics = topicsWanted;
        switch (EventHeader.type(buffer, offset))
        {
            case EventType.SESSION_OPEN -> addOpen(buffer, offset, length);
            case EventType.SESSION_CLOSED -> add(closed.wrap(buffer, offset, length) ? closed.sessionId() : 0);
            case EventType.SESSION_END -> add(end.wrap(buffer, offset, length) ? end.sessionId() : 0);
            case EventType.RELEASED -> add(released.wrap(buffer, offset, length) ? released.sessionId() : 0);
            case EventType.SUBSCRIBE -> addFilters(
                subscribe.wrap(buffer, offset, length) ? subscribe.sessionId() : 0, subscribe);
            case EventType.UNSUBSCRIBE -> addFilters(
                unsubscribe.wrap(buffer, offset, length) ? unsubscribe.sessionId() : 0, unsubscribe);
            case EventType.MESSAGE -> addMessage(buffer, offset, length);
            case EventType.ACKED -> addAcked(buffer, offset, length);
            case EventType.RETAINED -> addRetained(buffer, offset, length);
            case EventType.REASSIGNED -> addReassigned(buffer, offset, length);
            default ->
            {
                // About the whole broker.
            }
        }
        return this;
    }

    private void add(final long sessionId)
    {
        if (sessionId != 0)
        {
            sessions.addLong(sessionId);
        }
    }

    private void addOpen(final DirectBuffer buffer, final int offset, final int length)
    {
        if (open.wrap(buffer, offset, length))
        {
            client = ClientNames.name(open);
            if (open.hasWill())
            {
                addTopic(buffer, open.willOffset());
            }
        }
    }

    private void addFilters(final long sessionId, final FilterListEvent<?> event)
    {
        add(sessionId);
        while (sessionId != 0 && event.nextFilter())
        {
            filters.add(event.buffer().getStringWithoutLengthUtf8(event.filterOffset(), event.filterLength()));
        }
    }

    private void addMessage(final DirectBuffer buffer, final int offset, final int length)
    {
        if (message.wrap(buffer, offset, length))
        {
            add(message.publisherSessionId());
            if (targets.wrapChecked(buffer, message.targetsOffset(), message.targetsLength()))
            {
                for (int i = 0, count = targets.count(); i < count; i++)
                {
                    add(targets.sessionId(i));
                }
            }
            addTopic(buffer, message.messageOffset());
        }
    }

    private void addAcked(final DirectBuffer buffer, final int offset, final int length)
    {
        if (acked.wrap(buffer, offset, length))
        {
            for (int i = 0, count = acked.count(); i < count; i++)
            {
                add(acked.sessionId(i));
                addStored(acked.logSequence(i));
            }
        }
    }

    private void addRetained(final DirectBuffer buffer, final int offset, final int length)
    {
        if (retained.wrap(buffer, offset, length))
        {
            add(retained.sessionId());
            for (int i = 0, count = retained.count(); i < count; i++)
            {
                addStored(retained.messageSequence(i));
            }
        }
    }

    private void addReassigned(final DirectBuffer buffer, final int offset, final int length)
    {
        if (reassigned.wrap(buffer, offset, length))
        {
            add(reassigned.fromSessionId());
            add(reassigned.toSessionId());
            addStored(reassigned.messageSequence());
        }
    }

    private void addStored(final long sequence)
    {
        if (withTopics && stored.read(sequence, view) && message.wrap(view.buffer(), view.offset(), view.length()))
        {
            addTopic(view.buffer(), message.messageOffset());
        }
    }

    private void addTopic(final DirectBuffer buffer, final int blockOffset)
    {
        block.wrap(buffer, blockOffset);
        topics.add(buffer.getStringWithoutLengthUtf8(block.topicOffset(), block.topicLength()));
    }

    /** Of the client that the event itself names, or null. */
    String client()
    {
        return client;
    }

    LongArrayList sessions()
    {
        return sessions;
    }

    List<String> topics()
    {
        return topics;
    }

    List<String> filters()
    {
        return filters;
    }
}
