package io.maxmq.transport.codec;

import org.agrona.MutableDirectBuffer;

final class PingProbe extends PacketProbe
{
    private final int packetType;

    PingProbe(final int packetType)
    {
        this.packetType = packetType;
    }

    @Override
    Violation wrap(final int offset, final int length, final int flags)
    {
        return PingDecoder.check(length, flags);
    }

    @Override
    void write()
    {
        add("ping");
    }

    @Override
    int encode(final MutableDirectBuffer dst, final int at)
    {
        return packetType == PacketType.PINGREQ ? PingEncoder.encodeRequest(dst, at) :
            PingEncoder.encodeResponse(dst, at);
    }

    @Override
    int encodedLength()
    {
        return PingEncoder.LENGTH;
    }
}
