package io.maxmq.transport.bus;

/**
 * How streams of the bus are named in Aeron: a subscription per target and stage, in which the images are told apart by
 * their session id.
 * <pre>
 *   stream id  = target * stages + stage + 1
 *   session id = generation << 8 | source       generation: counts the renewals of a stream
 * </pre>
 */
final class StreamNames
{
    static final String SUBSCRIPTION_CHANNEL = "aeron:ipc";
    private static final int SOURCE_BITS = 8;

    private StreamNames()
    {
    }

    static int streamId(final int target, final Stage stage)
    {
        return target * Stage.COUNT + stage.ordinal() + 1;
    }

    static int sessionId(final int source, final int generation)
    {
        return generation << SOURCE_BITS | source;
    }

    static int source(final int sessionId)
    {
        return sessionId & (1 << SOURCE_BITS) - 1;
    }

    static String publicationChannel(final int sessionId, final int initialTermCount)
    {
        final String channel = "aeron:ipc?session-id=" + sessionId;
        return initialTermCount == 0 ?
            channel : channel + "|init-term-id=0|term-id=" + initialTermCount + "|term-offset=0";
    }
}
