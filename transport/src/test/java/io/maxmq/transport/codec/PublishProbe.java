package io.maxmq.transport.codec;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

final class PublishProbe extends PacketProbe
{
    private final PublishDecoder decoder;
    private final PublishEncoder encoder = new PublishEncoder();

    PublishProbe(final Sender sender)
    {
        decoder = new PublishDecoder(sender);
    }

    /** As the broker does: the packet, and then its topic unless an alias stands for it. */
    @Override
    Violation wrap(final int offset, final int length, final int flags)
    {
        final Violation violation = decoder.wrap(buffer, offset, length, flags, version);
        return violation == Violation.NONE && decoder.topicLength() > 0 ?
            TopicName.check(buffer, decoder.topicOffset(), decoder.topicLength()) : violation;
    }

    @Override
    void write()
    {
        addText("topic", decoder.topicOffset(), decoder.topicLength());
        add("qos", decoder.qos(), 0);
        addIf(decoder.dup(), "dup");
        addIf(decoder.retain(), "retain");
        add("packet", decoder.packetId(), 0);
        add("alias", decoder.topicAlias(), 0);
        add("expiry", decoder.messageExpirySeconds(), -1);
        add("format", decoder.payloadFormatIndicator(), 0);
        addText("type", decoder.contentTypeOffset(), decoder.contentTypeLength());
        addText("response", decoder.responseTopicOffset(), decoder.responseTopicLength());
        addText("correlation", decoder.correlationDataOffset(), decoder.correlationDataLength());
        addUserProperties(decoder.propertiesOffset(), decoder.propertiesLength());
        for (final int id : subscriptionIds())
        {
            add("subscription=" + id);
        }
        addText("payload", decoder.payloadOffset(), decoder.payloadLength());
    }

    @Override
    int encode(final MutableDirectBuffer dst, final int at)
    {
        final ExpandableArrayBuffer forwarded = new ExpandableArrayBuffer();
        final int length = decoder.copyForwardProperties(forwarded, 0);
        final int[] ids = subscriptionIds();
        return encoder.start(version, decoder.qos(), decoder.dup(), decoder.retain())
            .packetId(decoder.packetId())
            .topic(buffer, decoder.topicOffset(), decoder.topicLength())
            .topicAlias(decoder.topicAlias())
            .messageExpirySeconds(decoder.messageExpirySeconds())
            .subscriptionIds(ids, ids.length)
            .forwardProperties(forwarded, 0, length)
            .payload(buffer, decoder.payloadOffset(), decoder.payloadLength())
            .encode(dst, at);
    }

    private int[] subscriptionIds()
    {
        final int[] ids = new int[decoder.subscriptionIds(new int[0])];
        decoder.subscriptionIds(ids);
        return ids;
    }

    @Override
    int encodedLength()
    {
        return encoder.length();
    }
}
