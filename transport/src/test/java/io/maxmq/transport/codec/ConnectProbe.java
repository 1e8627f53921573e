package io.maxmq.transport.codec;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

final class ConnectProbe extends PacketProbe
{
    private final ConnectDecoder decoder = new ConnectDecoder();
    private final ConnectEncoder encoder = new ConnectEncoder();

    @Override
    Violation wrap(final int offset, final int length, final int flags)
    {
        return decoder.wrap(buffer, offset, length, flags);
    }

    @Override
    void write()
    {
        add(MqttVersion.name(decoder.protocolVersion()));
        addIf(decoder.isBridge(), "bridge");
        addIf(decoder.cleanStart(), "clean");
        add("keepAlive", decoder.keepAliveSeconds(), 0);
        addText("id", decoder.clientIdOffset(), decoder.clientIdLength());
        addText("username", decoder.usernameOffset(), decoder.usernameLength());
        addText("password", decoder.passwordOffset(), decoder.passwordLength());
        add("expiry", decoder.sessionExpirySeconds(), 0);
        add("receiveMaximum", decoder.receiveMaximum(), 65_535);
        add("maximumPacketSize", decoder.maximumPacketSize(), 0);
        add("topicAliasMaximum", decoder.topicAliasMaximum(), 0);
        addIf(decoder.requestResponseInformation(), "responseInformation");
        addIf(!decoder.requestProblemInformation(), "noProblemInformation");
        addText("method", decoder.authenticationMethodOffset(), decoder.authenticationMethodLength());
        addText("data", decoder.authenticationDataOffset(), decoder.authenticationDataLength());
        addUserProperties(decoder.propertiesOffset(), decoder.propertiesLength());
        if (decoder.hasWill())
        {
            writeWill();
        }
    }

    private void writeWill()
    {
        addText("will", decoder.willTopicOffset(), decoder.willTopicLength());
        addText("payload", decoder.willPayloadOffset(), decoder.willPayloadLength());
        add("qos", decoder.willQos(), 0);
        addIf(decoder.willRetain(), "retain");
        add("delay", decoder.willDelaySeconds(), 0);
        add("messageExpiry", decoder.willMessageExpirySeconds(), -1);
        add("format", decoder.willPayloadFormatIndicator(), 0);
        add("forwarded", decoder.willForwardPropertiesLength(), 0);
    }

    @Override
    int encode(final MutableDirectBuffer dst, final int at)
    {
        encoder.start(decoder.protocolVersion(), string(decoder.clientIdOffset(), decoder.clientIdLength()),
            decoder.cleanStart());
        encoder.keepAliveSeconds(decoder.keepAliveSeconds());
        if (decoder.isBridge())
        {
            encoder.bridge();
        }
        if (decoder.hasUsername())
        {
            encoder.username(string(decoder.usernameOffset(), decoder.usernameLength()));
        }
        if (decoder.hasPassword())
        {
            encoder.password(bytes(decoder.passwordOffset(), decoder.passwordLength()));
        }
        if (decoder.hasWill())
        {
            encodeWill();
        }
        encodeProperties();
        return encoder.encode(dst, at);
    }

    private void encodeWill()
    {
        encoder.will(string(decoder.willTopicOffset(), decoder.willTopicLength()),
            bytes(decoder.willPayloadOffset(), decoder.willPayloadLength()), decoder.willQos(), decoder.willRetain());
        encoder.willDelaySeconds(decoder.willDelaySeconds());
        encoder.willMessageExpirySeconds(decoder.willMessageExpirySeconds());
        final ExpandableArrayBuffer forwarded = new ExpandableArrayBuffer();
        final int length = decoder.copyWillForwardProperties(forwarded, 0);
        encoder.willForwardProperties(forwarded, 0, length);
    }

    private void encodeProperties()
    {
        encoder.sessionExpirySeconds(decoder.sessionExpirySeconds());
        encoder.receiveMaximum(decoder.receiveMaximum());
        encoder.maximumPacketSize(decoder.maximumPacketSize());
        encoder.topicAliasMaximum(decoder.topicAliasMaximum());
        encoder.requestResponseInformation(decoder.requestResponseInformation());
        encoder.requestProblemInformation(decoder.requestProblemInformation());
        if (decoder.authenticationMethodOffset() >= 0)
        {
            encoder.authenticationMethod(
                string(decoder.authenticationMethodOffset(), decoder.authenticationMethodLength()));
        }
        if (decoder.authenticationDataOffset() >= 0)
        {
            encoder.authenticationData(
                buffer, decoder.authenticationDataOffset(), decoder.authenticationDataLength());
        }
        copyUserProperties(decoder, encoder::userProperty);
    }

    @Override
    int encodedLength()
    {
        return encoder.length();
    }
}
