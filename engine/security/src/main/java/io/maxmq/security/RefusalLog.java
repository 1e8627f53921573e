package io.maxmq.security;

import io.maxmq.spi.ClientInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes to the log what clients were refused, a bounded number of lines at a time. {@link #refused} may be called by
 * any thread, workers included: it takes note and returns. {@link #write} is called now and then, by a thread that may
 * wait.
 */
public final class RefusalLog
{
    private static final Logger LOGGER = LoggerFactory.getLogger(RefusalLog.class);
    private static final int LINES = 20;
    private static final int SHOWN_LENGTH = 120;

    private record Line(ClientInfo client, String what)
    {
    }

    private final ConcurrentLinkedQueue<Line> lines = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong left = new AtomicLong();

    /**
     * Takes note of a refusal.
     *
     * @param client that was refused.
     * @param what   it was refused.
     */
    public void refused(final ClientInfo client, final String what)
    {
        if (waiting.incrementAndGet() > LINES)
        {
            waiting.decrementAndGet();
            left.incrementAndGet();
        }
        else
        {
            lines.add(new Line(client, what));
        }
    }

    /** Writes what has been noted. */
    public void write()
    {
        Line line = lines.poll();
        while (line != null)
        {
            waiting.decrementAndGet();
            LOGGER.info("refused: client {} of user {} from {}: {}", shown(line.client.clientId()),
                shown(line.client.username()), line.client.remoteAddress(), shown(line.what));
            line = lines.poll();
        }
        final long more = left.getAndSet(0);
        if (more > 0)
        {
            LOGGER.info("refused: {} more", more);
        }
    }

    /** Names come from clients: nothing in them breaks a line or moves a cursor. */
    static String shown(final String text)
    {
        if (text == null)
        {
            return "(none)";
        }
        final String cut = text.length() > SHOWN_LENGTH ? text.substring(0, SHOWN_LENGTH) + "…" : text;
        return cut.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029\\p{Cf}]", "?");
    }
}
