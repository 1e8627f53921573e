package io.maxmq.core.connection;

import io.maxmq.core.clock.CycleClock;
import io.maxmq.transport.codec.Violation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says at level DEBUG which clients break the protocol, a few lines a second at most, so that many of them cannot keep
 * the worker busy with it; all are counted. The command {@code maxmq start} takes what is logged here through a queue.
 * One per worker, used by its thread alone.
 */
final class ViolationLog
{
    private static final Logger LOGGER = LoggerFactory.getLogger(ViolationLog.class);
    private static final int LINES_PER_PERIOD = 10;
    private static final long PERIOD_MS = 1_000;

    private final CycleClock clock;
    private long periodEndMs;
    private int lines;
    private long left;

    ViolationLog(final CycleClock clock)
    {
        this.clock = clock;
        periodEndMs = clock.nowMs();
    }

    void onViolation(final Connection connection, final Violation violation)
    {
        if (LOGGER.isDebugEnabled() && mayWrite())
        {
            LOGGER.debug("closing {}: {}", connection, violation.counterName());
        }
    }

    private boolean mayWrite()
    {
        if (clock.nowMs() - periodEndMs >= 0)
        {
            if (left > 0)
            {
                LOGGER.debug(left + " more protocol errors are not shown");
            }
            periodEndMs = clock.nowMs() + PERIOD_MS;
            lines = 0;
            left = 0;
        }
        if (lines == LINES_PER_PERIOD)
        {
            left++;
            return false;
        }
        lines++;
        return true;
    }
}
