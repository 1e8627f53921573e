package io.maxmq.transport.codec;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** SUBACK and UNSUBACK. Their encoders write no properties, so these are not among what is compared. */
final class CodesProbe extends PacketProbe
{
    private final SubackDecoder subackDecoder = new SubackDecoder();
    private final UnsubackDecoder unsubackDecoder = new UnsubackDecoder();
    private final boolean isSuback;
    private final CodeListDecoder decoder;

    CodesProbe(final int packetType)
    {
        isSuback = packetType == PacketType.SUBACK;
        decoder = isSuback ? subackDecoder : unsubackDecoder;
    }

    @Override
    Violation wrap(final int offset, final int length, final int flags)
    {
        return isSuback ? subackDecoder.wrap(buffer, offset, length, flags, version) :
            unsubackDecoder.wrap(buffer, offset, length, flags, version);
    }

    @Override
    void write()
    {
        add("packet=" + decoder.packetId());
        decoder.rewind();
        while (decoder.next())
        {
            add("code=" + decoder.reasonCode());
        }
    }

    @Override
    int encode(final MutableDirectBuffer dst, final int at)
    {
        final ExpandableArrayBuffer codes = new ExpandableArrayBuffer();
        int count = 0;
        decoder.rewind();
        while (decoder.next())
        {
            codes.putByte(count++, (byte)decoder.reasonCode());
        }
        return isSuback ? SubackEncoder.encode(dst, at, version, decoder.packetId(), codes, 0, count) :
            UnsubackEncoder.encode(dst, at, version, decoder.packetId(), codes, 0, count);
    }

    @Override
    int encodedLength()
    {
        return isSuback ? SubackEncoder.length(version, decoder.count()) :
            UnsubackEncoder.length(version, decoder.count());
    }
}
