package io.maxmq.transport.codec;

import org.agrona.MutableDirectBuffer;

final class AckProbe extends PacketProbe
{
    private final AckDecoder decoder = new AckDecoder();
    private final int packetType;

    AckProbe(final int packetType)
    {
        this.packetType = packetType;
    }

    @Override
    Violation wrap(final int offset, final int length, final int flags)
    {
        return decoder.wrap(packetType, buffer, offset, length, flags, version);
    }

    @Override
    void write()
    {
        add("packet=" + decoder.packetId());
        add("code", decoder.reasonCode(), 0);
        addText("reason", decoder.reasonStringOffset(), decoder.reasonStringLength());
    }

    @Override
    int encode(final MutableDirectBuffer dst, final int at)
    {
        if (decoder.reasonStringOffset() >= 0)
        {
            return AckEncoder.encode(dst, at, packetType, decoder.packetId(), decoder.reasonCode(), buffer,
                decoder.reasonStringOffset(), decoder.reasonStringLength());
        }
        return AckEncoder.encode(dst, at, packetType, version, decoder.packetId(), decoder.reasonCode());
    }

    @Override
    int encodedLength()
    {
        return decoder.reasonStringOffset() >= 0 ?
            AckEncoder.lengthWithReasonString(decoder.reasonStringLength()) :
            AckEncoder.length(version, decoder.reasonCode());
    }
}
