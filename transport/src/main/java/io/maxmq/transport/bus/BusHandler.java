package io.maxmq.transport.bus;

import org.agrona.DirectBuffer;

/**
 * Takes the messages that {@link Bus#poll} finds, on the polling participant's thread.
 */
@FunctionalInterface
public interface BusHandler
{
    /**
     * A message has arrived. The buffer is valid during this call only; the message starts on an 8-byte boundary.
     * <p>
     * A handler that lacks room for something the message causes changes nothing and returns false: the message then
     * stays, is the first of its source and stage at the next poll, and nothing behind it is seen before. It may offer
     * only what {@link Stage#mayOffer(Stage)} allows, and does not poll. If it throws, the message counts as consumed.
     *
     * @param source participant that sent it.
     * @param stage  it was sent to.
     * @param buffer that holds it.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return true if the message is dealt with, false to have it presented again.
     */
    boolean onMessage(int source, Stage stage, DirectBuffer buffer, int offset, int length);
}
