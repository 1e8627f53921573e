package io.maxmq.tools.journal;

import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.EventType;
import io.maxmq.journal.event.SessionEndEvent;
import io.maxmq.journal.event.SessionOpenEvent;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.HashMap;
import java.util.Map;

/**
 * Which client a session belongs to, learned from the events in their order. A session that has ended keeps its name.
 * Clean sessions are not in the journal and have none.
 */
final class ClientNames
{
    private final Long2ObjectHashMap<String> names = new Long2ObjectHashMap<>();
    private final Map<String, Long> sessions = new HashMap<>();
    private final SessionOpenEvent open = new SessionOpenEvent();
    private final SessionEndEvent end = new SessionEndEvent();

    void observe(final DirectBuffer buffer, final int offset, final int length)
    {
        switch (EventHeader.type(buffer, offset))
        {
            case EventType.SESSION_OPEN:
                if (open.wrap(buffer, offset, length))
                {
                    final long id = sessions.computeIfAbsent(key(open), key -> open.sequence());
                    names.putIfAbsent(id, name(open));
                }
                break;

            case EventType.SESSION_END:
                if (end.wrap(buffer, offset, length))
                {
                    final String name = names.get(end.sessionId());
                    sessions.remove(EventHeader.tenant(buffer, offset) + "/" + name, end.sessionId());
                }
                break;

            default:
                break;
        }
    }

    /** The client of a session, or null. */
    String of(final long sessionId)
    {
        return names.get(sessionId);
    }

    static String name(final SessionOpenEvent event)
    {
        return event.buffer().getStringWithoutLengthUtf8(event.clientIdOffset(), event.clientIdLength());
    }

    private static String key(final SessionOpenEvent event)
    {
        return event.tenant() + "/" + name(event);
    }
}
