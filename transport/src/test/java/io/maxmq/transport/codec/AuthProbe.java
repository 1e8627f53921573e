package io.maxmq.transport.codec;

import org.agrona.MutableDirectBuffer;

final class AuthProbe extends PacketProbe
{
    private final AuthDecoder decoder;
    private final AuthEncoder encoder = new AuthEncoder();

    AuthProbe(final Sender sender)
    {
        decoder = new AuthDecoder(sender);
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
        addText("method", decoder.authenticationMethodOffset(), decoder.authenticationMethodLength());
        addText("data", decoder.authenticationDataOffset(), decoder.authenticationDataLength());
        addText("reason", decoder.reasonStringOffset(), decoder.reasonStringLength());
        addUserProperties(decoder.propertiesOffset(), decoder.propertiesLength());
    }

    @Override
    int encode(final MutableDirectBuffer dst, final int at)
    {
        encoder.start(decoder.reasonCode());
        if (decoder.authenticationMethodOffset() >= 0)
        {
            encoder.authenticationMethod(
                buffer, decoder.authenticationMethodOffset(), decoder.authenticationMethodLength());
        }
        if (decoder.authenticationDataOffset() >= 0)
        {
            encoder.authenticationData(
                buffer, decoder.authenticationDataOffset(), decoder.authenticationDataLength());
        }
        if (decoder.reasonStringOffset() >= 0)
        {
            encoder.reasonString(buffer, decoder.reasonStringOffset(), decoder.reasonStringLength());
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
