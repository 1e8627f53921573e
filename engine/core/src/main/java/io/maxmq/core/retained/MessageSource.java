package io.maxmq.core.retained;

import org.agrona.DirectBuffer;

/**
 * Gives messages by their log sequence, as long as they are retained there.
 */
@FunctionalInterface
public interface MessageSource
{
    /**
     * Points a view at the message block stored by an event.
     *
     * @param sequence of the event.
     * @param view     wrapped around the block, valid until the source is next used.
     * @return false if the block is not there (yet).
     */
    boolean read(long sequence, DirectBuffer view);
}
