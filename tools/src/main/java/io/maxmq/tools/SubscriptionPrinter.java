package io.maxmq.tools;

import io.maxmq.tools.client.Filters;
import io.maxmq.tools.client.Message;
import io.maxmq.tools.client.MessageListener;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * Writes messages to standard output and counts them. Runs on the client's reading thread.
 */
final class SubscriptionPrinter implements MessageListener
{
    private final OutputStream out;
    private final MessageFormat format;
    private final boolean isWithoutLineEnd;
    private final List<String> filteredOut;
    private final boolean isWithoutRetained;
    private final boolean isRetainedOnly;
    private long left;

    SubscriptionPrinter(
        final OutputStream out,
        final MessageFormat format,
        final boolean isWithoutLineEnd,
        final List<String> filteredOut,
        final boolean isWithoutRetained,
        final boolean isRetainedOnly,
        final long count)
    {
        this.out = new BufferedOutputStream(out, 1 << 16);
        this.format = format;
        this.isWithoutLineEnd = isWithoutLineEnd;
        this.filteredOut = filteredOut;
        this.isWithoutRetained = isWithoutRetained;
        this.isRetainedOnly = isRetainedOnly;
        this.left = count;
    }

    public Verdict onMessage(final Message message) throws IOException
    {
        if (isRetainedOnly && !message.retain())
        {
            return Verdict.NOT_TAKEN;
        }
        if (!isLeftOut(message))
        {
            format.write(message, ZonedDateTime.now(), out);
            if (!isWithoutLineEnd)
            {
                out.write('\n');
            }
            left--;
        }
        return left == 0 ? Verdict.LAST : Verdict.TAKEN;
    }

    private boolean isLeftOut(final Message message)
    {
        if (isWithoutRetained && message.retain())
        {
            return true;
        }
        for (final String filter : filteredOut)
        {
            if (Filters.matches(filter, message.topic()))
            {
                return true;
            }
        }
        return false;
    }

    public void onIdle() throws IOException
    {
        out.flush();
    }
}
