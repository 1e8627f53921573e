package io.maxmq.security;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.maxmq.spi.ClientInfo;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What is written about refusals: few lines, however many there were, and nothing that a client could forge.
 */
class RefusalLogTest
{
    @Test
    void shouldWriteSomeAndCountTheRest()
    {
        final ListAppender<ILoggingEvent> written = new ListAppender<>();
        written.start();
        final Logger logger = (Logger)LoggerFactory.getLogger(RefusalLog.class);
        logger.addAppender(written);
        final RefusalLog log = new RefusalLog();
        final ClientInfo client = new ClientInfo(0, "a\nb", null, 5, "127.0.0.1:1", 0, "tcp", null);
        for (int i = 0; i < 1_000; i++)
        {
            log.refused(client, "may not publish \u001b[2Jx");
        }

        log.write();
        log.write();
        logger.detachAppender(written);

        assertEquals(21, written.list.size());
        assertEquals("refused: client a?b of user (none) from 127.0.0.1:1: may not publish ?[2Jx",
            written.list.get(0).getFormattedMessage());
        assertTrue(written.list.get(20).getFormattedMessage().contains("980"));
    }
}
