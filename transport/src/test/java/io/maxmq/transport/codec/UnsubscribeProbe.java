package io.maxmq.transport.codec;

import org.agrona.MutableDirectBuffer;

final class UnsubscribeProbe extends PacketProbe
{
    private final UnsubscribeDecoder decoder = new UnsubscribeDecoder();
    private final UnsubscribeEncoder encoder = new UnsubscribeEncoder();

    @Override
    Violation wrap(final int offset, final int length, final int flags)
    {
        return decoder.wrap(buffer, offset, length, flags, version);
    }

    @Override
    void write()
    {
        add("packet=" + decoder.packetId());
        addUserProperties(decoder.propertiesOffset(), decoder.propertiesLength());
        decoder.rewind();
        while (decoder.next())
        {
            addText("filter", decoder.filterOffset(), decoder.filterLength());
        }
    }

    @Override
    int encode(final MutableDirectBuffer dst, final int at)
    {
        encoder.start(version, decoder.packetId());
        copyUserProperties(decoder, encoder::userProperty);
        decoder.rewind();
        while (decoder.next())
        {
            encoder.filter(string(decoder.filterOffset(), decoder.filterLength()));
        }
        return encoder.encode(dst, at);
    }

    @Override
    int encodedLength()
    {
        return encoder.length();
    }
}
