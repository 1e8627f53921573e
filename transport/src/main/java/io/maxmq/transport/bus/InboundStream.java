package io.maxmq.transport.bus;

import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.LangUtil;

/**
 * Receiving end of the stream from one source at one stage: presents whole messages and keeps those that the handler
 * puts back. Used by the receiver's thread only.
 */
final class InboundStream implements ControlledFragmentHandler
{
    private final int source;
    private final Stage stage;
    private final Subscription subscription;
    private final DriverLink driver;
    private final int requestStep;
    private final Assembly assembly;
    private final StreamCounters counters = new StreamCounters();
    private final ControlledFragmentHandler looker = this::onLook;
    private Image image;
    private long position;
    private long requestedPosition;
    private BusHandler handler;
    private boolean isPutBack;
    private Throwable failure;
    private boolean hasLooked;

    InboundStream(
        final int source,
        final Stage stage,
        final Subscription subscription,
        final Image image,
        final DriverLink driver,
        final BusConfig config,
        final TransferPool pool)
    {
        this.source = source;
        this.stage = stage;
        this.subscription = subscription;
        this.driver = driver;
        requestStep = config.windowLength() / 4;
        assembly = new Assembly(pool, config.maxMessageLength());
        image(image);
    }

    int source()
    {
        return source;
    }

    StreamCounters counters()
    {
        return counters;
    }

    /**
     * Present messages until the handler puts one back, there are none, or the limit is reached.
     *
     * @param handler for the messages.
     * @param limit   of messages and parts of messages.
     * @return messages consumed and parts gathered.
     */
    int poll(final BusHandler handler, final int limit)
    {
        this.handler = handler;
        isPutBack = false;
        int work = 0;
        if (assembly.isComplete())
        {
            work += presentAssembled();
        }

        while (work < limit && !isPutBack && failure == null)
        {
            work += image.controlledPoll(this, limit - work);
            final long newPosition = image.position();
            if (newPosition == position)
            {
                break;
            }
            position = newPosition;
        }

        if (position - requestedPosition >= requestStep)
        {
            requestedPosition = position;
            driver.onConsumed();
        }
        rethrowFailure();

        return work;
    }

    /**
     * @return true if there is a message or a part of one, other than what the handler put back.
     */
    boolean hasInput()
    {
        if (isPutBack)
        {
            return false;
        }

        // A poll ends with a term: it may have met nothing but the padding there.
        return look() || image.position() != position && look();
    }

    /**
     * Follow a source that has renewed its stream: once everything of the old image is consumed.
     */
    void maintain()
    {
        if (image.isClosed() || image.isEndOfStream())
        {
            Image next = null;
            for (int i = 0; i < subscription.imageCount(); i++)
            {
                final Image candidate = subscription.imageAtIndex(i);
                if (StreamNames.source(candidate.sessionId()) == source &&
                    candidate.sessionId() > image.sessionId() &&
                    (next == null || candidate.sessionId() < next.sessionId()))
                {
                    next = candidate;
                }
            }
            if (next != null)
            {
                image(next);
            }
        }
    }

    @Override
    public Action onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        try
        {
            final long part = header.reservedValue();
            if (part == 0)
            {
                return present(buffer, offset, length) ? Action.CONTINUE : Action.ABORT;
            }

            assembly.append(
                OutboundStream.partTotalLength(part), OutboundStream.partPosition(part), buffer, offset, length);
            if (assembly.isComplete())
            {
                presentAssembled();
                return isPutBack ? Action.BREAK : Action.CONTINUE;
            }

            return Action.CONTINUE;
        }
        catch (final Throwable throwable)
        {
            failure = throwable;
            return Action.BREAK;
        }
    }

    private int presentAssembled()
    {
        boolean isConsumed = true;
        try
        {
            isConsumed = present(assembly.buffer(), 0, assembly.length());
        }
        finally
        {
            if (isConsumed)
            {
                assembly.release();
            }
        }

        return isConsumed ? 1 : 0;
    }

    private boolean present(final DirectBuffer buffer, final int offset, final int length)
    {
        if (handler.onMessage(source, stage, buffer, offset, length))
        {
            counters.onMessage(length);
            return true;
        }

        counters.onBackPressure();
        isPutBack = true;
        return false;
    }

    private boolean look()
    {
        hasLooked = false;
        image.controlledPoll(looker, 1);
        return hasLooked;
    }

    private Action onLook(final DirectBuffer buffer, final int offset, final int length, final Header header)
    {
        hasLooked = true;
        return Action.ABORT;
    }

    private void image(final Image image)
    {
        this.image = image;
        position = image.position();
        requestedPosition = position;
    }

    private void rethrowFailure()
    {
        if (failure != null)
        {
            final Throwable throwable = failure;
            failure = null;
            LangUtil.rethrowUnchecked(throwable);
        }
    }
}
