package io.maxmq.transport.codec;

/**
 * What decoders of packets with a reason string have in common.
 */
abstract class ReasonedDecoder extends PacketDecoder
{
    /**
     * @return where the reason string starts, or -1 when there is none.
     */
    public final int reasonStringOffset()
    {
        return offsetOf(PropertyId.REASON_STRING);
    }

    /**
     * @return bytes of the reason string, or -1 when there is none.
     */
    public final int reasonStringLength()
    {
        return lengthOf(PropertyId.REASON_STRING);
    }
}
