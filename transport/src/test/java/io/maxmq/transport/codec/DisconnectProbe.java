package io.maxmq.transport.codec;

import org.agrona.MutableDirectBuffer;

final class DisconnectProbe extends PacketProbe
{
    private final DisconnectDecoder decoder;
    private final DisconnectEncoder encoder = new DisconnectEncoder();

    DisconnectProbe(final Sender sender)
    {
        decoder = new DisconnectDecoder(sender);
    }

    @Override
    Violation wrap(final int offset, final int length, final int flags)
    {
        return decoder.wrap(buffer, offset, length, flags, version);
    }

    @Override
    void write()
    {
        add("code=" + decoder.reasonCode());
        add("expiry", decoder.sessionExpirySeconds(), -1);
        addText("reason", decoder.reasonStringOffset(), decoder.reasonStringLength());
        addText("server", decoder.serverReferenceOffset(), decoder.serverReferenceLength());
        addUserProperties(decoder.propertiesOffset(), decoder.propertiesLength());
    }

    @Override
    int encode(final MutableDirectBuffer dst, final int at)
    {
        encoder.start(version, decoder.reasonCode());
        encoder.sessionExpirySeconds(decoder.sessionExpirySeconds());
        if (decoder.reasonStringOffset() >= 0)
        {
            encoder.reasonString(buffer, decoder.reasonStringOffset(), decoder.reasonStringLength());
        }
        if (decoder.serverReferenceOffset() >= 0)
        {
            encoder.serverReference(buffer, decoder.serverReferenceOffset(), decoder.serverReferenceLength());
        }
        copyUserProperties(decoder, encoder::userProperty);
        return encoder.encode(dst, at);
    }

    @Override
    int encodedLength()
    {
        return encoder.length();
    }
}
