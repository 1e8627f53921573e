package io.maxmq.transport.codec;

import org.agrona.MutableDirectBuffer;

final class SubscribeProbe extends PacketProbe
{
    private final SubscribeDecoder decoder = new SubscribeDecoder();
    private final SubscribeEncoder encoder = new SubscribeEncoder();

    @Override
    Violation wrap(final int offset, final int length, final int flags)
    {
        return decoder.wrap(buffer, offset, length, flags, version);
    }

    @Override
    void write()
    {
        add("packet=" + decoder.packetId());
        add("subscription", decoder.subscriptionId(), 0);
        addUserProperties(decoder.propertiesOffset(), decoder.propertiesLength());
        decoder.rewind();
        while (decoder.next())
        {
            addText("filter", decoder.filterOffset(), decoder.filterLength());
            add("qos", decoder.qos(), 0);
            addIf(decoder.noLocal(), "noLocal");
            addIf(decoder.retainAsPublished(), "asPublished");
            add("retainHandling", decoder.retainHandling(), 0);
        }
    }

    @Override
    int encode(final MutableDirectBuffer dst, final int at)
    {
        encoder.start(version, decoder.packetId());
        encoder.subscriptionId(decoder.subscriptionId());
        copyUserProperties(decoder, encoder::userProperty);
        decoder.rewind();
        while (decoder.next())
        {
            encoder.filter(string(decoder.filterOffset(), decoder.filterLength()), decoder.qos(), decoder.noLocal(),
                decoder.retainAsPublished(), decoder.retainHandling());
        }
        return encoder.encode(dst, at);
    }

    @Override
    int encodedLength()
    {
        return encoder.length();
    }
}
