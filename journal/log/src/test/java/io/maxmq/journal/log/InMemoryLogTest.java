package io.maxmq.journal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.journal.event.SessionEndEvent;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

class InMemoryLogTest {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final SessionEndEvent event = new SessionEndEvent();

    @Test
    void shouldShowOnlyCommittedEventsInOrder() {
        try (InMemoryLog log = new InMemoryLog(LogConfig.forReaders(1).withSegmentLength(4096))) {
            final LogTail tail = log.tail(0, 1);
            for (int i = 1; i <= 1000; i++) {
                event.wrapForWrite(buffer, 0).sessionId(i);
                assertEquals(i, log.appender().append(buffer, 0, event.length()));
            }
            assertEquals(0, tail.poll((sequence, b, offset, length) -> true, 10));
            log.appender().commit();
            final SessionEndEvent decoder = new SessionEndEvent();
            while (tail.poll((sequence, b, offset, length) -> {
                assertTrue(decoder.wrap(b, offset, length));
                assertEquals(sequence, decoder.sequence());
                assertEquals(sequence, decoder.sessionId());
                return true;
            }, 7) > 0) {
                assertTrue(tail.position() <= 1000);
            }
            assertEquals(1000, tail.position());
        }
    }
}
