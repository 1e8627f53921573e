package io.maxmq.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SessionMemoryTest
{
    private static final int LIMIT = 100_000;
    private static final int WILL_LENGTH = 1_000;

    private final SessionMemory memory = new SessionMemory(LIMIT);
    private final Sessions sessions = new Sessions(0, memory);
    private final Session session = new Session(1, new ClientKey(0, new byte[10]), true);

    @Test
    void shouldAccountForASessionWhileItExists()
    {
        session.opened(0, 10, will());
        assertEquals(0, memory.used(), "nobody knows the session yet");
        sessions.add(session);
        assertEquals(SessionMemory.ofSession(10) + SessionMemory.ofWill(WILL_LENGTH), memory.used());
        sessions.remove(session);
        assertEquals(0, memory.used());
        session.clearWill();
        assertEquals(0, memory.used());
    }

    @Test
    void shouldFollowTheWill()
    {
        sessions.add(session);
        final long without = memory.used();
        session.opened(0, 10, will());
        session.opened(0, 10, will());
        assertEquals(without + SessionMemory.ofWill(WILL_LENGTH), memory.used());
        session.clearWill();
        session.clearWill();
        assertEquals(without, memory.used());
    }

    @Test
    void shouldFollowSubscriptions()
    {
        sessions.add(session);
        final long without = memory.used();
        session.subscribe("a", new SessionSubscription(0, 0, 1, 0, 500));
        session.subscribe("b", new SessionSubscription(0, 0, 1, 1, 600));
        session.subscribe("a", new SessionSubscription(1, 0, 2, 0, 700));
        assertEquals(without + 1_300, memory.used());
        assertTrue(session.unsubscribe("a"));
        assertFalse(session.unsubscribe("a"));
        assertEquals(without + 600, memory.used());
        sessions.remove(session);
        assertEquals(0, memory.used());
    }

    @Test
    void shouldSayWhetherThereIsRoom()
    {
        assertTrue(memory.hasRoom(LIMIT));
        assertFalse(memory.hasRoom(LIMIT + 1));
        sessions.add(session);
        assertFalse(memory.hasRoom(LIMIT));
    }

    private static Will will()
    {
        return new Will(new UnsafeBuffer(new byte[WILL_LENGTH]), 0);
    }
}
