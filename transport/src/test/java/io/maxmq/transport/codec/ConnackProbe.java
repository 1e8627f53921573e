package io.maxmq.transport.codec;

import org.agrona.MutableDirectBuffer;

final class ConnackProbe extends PacketProbe
{
    /** What the return codes of 3.x, 0 to 5, are called in MQTT 5. */
    private static final int[] REASONS = {
        ReasonCode.SUCCESS, ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
        ReasonCode.SERVER_UNAVAILABLE, ReasonCode.BAD_USER_NAME_OR_PASSWORD, ReasonCode.NOT_AUTHORIZED};

    private final ConnackDecoder decoder = new ConnackDecoder();
    private final ConnackEncoder encoder = new ConnackEncoder();

    @Override
    Violation wrap(final int offset, final int length, final int flags)
    {
        return decoder.wrap(buffer, offset, length, flags, version);
    }

    @Override
    void write()
    {
        add("code=" + decoder.reasonCode());
        addIf(decoder.sessionPresent(), "present");
        add("expiry", decoder.sessionExpirySeconds(), -1);
        add("receiveMaximum", decoder.receiveMaximum(), 65_535);
        add("maximumQos", decoder.maximumQos(), 2);
        addIf(!decoder.retainAvailable(), "noRetain");
        add("maximumPacketSize", decoder.maximumPacketSize(), 0);
        addText("id", decoder.assignedClientIdOffset(), decoder.assignedClientIdLength());
        add("topicAliasMaximum", decoder.topicAliasMaximum(), 0);
        addText("reason", decoder.reasonStringOffset(), decoder.reasonStringLength());
        addIf(!decoder.wildcardSubscriptionAvailable(), "noWildcards");
        addIf(!decoder.subscriptionIdentifierAvailable(), "noSubscriptionIds");
        addIf(!decoder.sharedSubscriptionAvailable(), "noSharing");
        add("keepAlive", decoder.serverKeepAliveSeconds(), -1);
        addText("response", decoder.responseInformationOffset(), decoder.responseInformationLength());
        addText("server", decoder.serverReferenceOffset(), decoder.serverReferenceLength());
        addText("method", decoder.authenticationMethodOffset(), decoder.authenticationMethodLength());
        addText("data", decoder.authenticationDataOffset(), decoder.authenticationDataLength());
        addUserProperties(decoder.propertiesOffset(), decoder.propertiesLength());
    }

    @Override
    int encode(final MutableDirectBuffer dst, final int at)
    {
        final int code = decoder.reasonCode();
        encoder.start(version, version == MqttVersion.V5 ? code : REASONS[code], decoder.sessionPresent());
        encoder.sessionExpirySeconds(decoder.sessionExpirySeconds());
        encoder.receiveMaximum(decoder.receiveMaximum());
        encoder.maximumQos(decoder.maximumQos());
        encoder.retainAvailable(decoder.retainAvailable());
        encoder.maximumPacketSize(decoder.maximumPacketSize());
        encoder.topicAliasMaximum(decoder.topicAliasMaximum());
        encoder.wildcardSubscriptionAvailable(decoder.wildcardSubscriptionAvailable());
        encoder.subscriptionIdentifierAvailable(decoder.subscriptionIdentifierAvailable());
        encoder.sharedSubscriptionAvailable(decoder.sharedSubscriptionAvailable());
        encoder.serverKeepAliveSeconds(decoder.serverKeepAliveSeconds());
        encodeTexts();
        copyUserProperties(decoder, encoder::userProperty);
        return encoder.encode(dst, at);
    }

    private void encodeTexts()
    {
        if (decoder.assignedClientIdOffset() >= 0)
        {
            encoder.assignedClientId(buffer, decoder.assignedClientIdOffset(), decoder.assignedClientIdLength());
        }
        if (decoder.reasonStringOffset() >= 0)
        {
            encoder.reasonString(string(decoder.reasonStringOffset(), decoder.reasonStringLength()));
        }
        if (decoder.responseInformationOffset() >= 0)
        {
            encoder.responseInformation(
                buffer, decoder.responseInformationOffset(), decoder.responseInformationLength());
        }
        if (decoder.serverReferenceOffset() >= 0)
        {
            encoder.serverReference(buffer, decoder.serverReferenceOffset(), decoder.serverReferenceLength());
        }
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
    }

    @Override
    int encodedLength()
    {
        return encoder.length();
    }
}
