package io.maxmq.core.connection;

/**
 * A SUBSCRIBE or UNSUBSCRIBE that is not acknowledged yet. Used by the worker's thread alone.
 */
final class SubscriptionRequest
{
    final Connection connection;
    /** Of the acknowledgement: SUBACK or UNSUBACK. */
    final int packetType;
    final int packetId;
    /** One reason code per filter. */
    final byte[] codes;
    /** Workers that have to have it: a bit for each. */
    long owners;
    /** Of its event, where it is logged. */
    long sequence;

    SubscriptionRequest(final Connection connection, final int packetType, final int packetId, final int count)
    {
        this.connection = connection;
        this.packetType = packetType;
        this.packetId = packetId;
        codes = new byte[count];
    }
}
