package io.maxmq.core.lockstep;

import io.maxmq.transport.codec.PacketType;

import java.util.Arrays;

/**
 * A packet that a {@link TestClient} received. What a packet type does not have is 0, empty or false.
 *
 * @param type           as in {@link PacketType}.
 * @param packetId       of the packet.
 * @param reasonCode     of acknowledgements, CONNACK and DISCONNECT.
 * @param codes          of SUBACK and UNSUBACK.
 * @param sessionPresent of CONNACK.
 * @param topic          of PUBLISH, its alias resolved.
 * @param payload        of PUBLISH.
 * @param qos            of PUBLISH.
 * @param dup            of PUBLISH.
 * @param retain         of PUBLISH.
 * @param ids            subscription identifiers of PUBLISH, sorted.
 * @param expirySeconds  message expiry interval of PUBLISH, -1 for none.
 */
public record Packet(
    int type,
    int packetId,
    int reasonCode,
    int[] codes,
    boolean sessionPresent,
    String topic,
    String payload,
    int qos,
    boolean dup,
    boolean retain,
    int[] ids,
    long expirySeconds)
{
    private static final int[] NONE = new int[0];

    static Packet plain(final int type, final int packetId, final int reasonCode)
    {
        return new Packet(type, packetId, reasonCode, NONE, false, "", "", 0, false, false, NONE, -1);
    }

    static Packet codes(final int type, final int packetId, final int[] codes)
    {
        return new Packet(type, packetId, 0, codes, false, "", "", 0, false, false, NONE, -1);
    }

    static Packet connack(final int reasonCode, final boolean sessionPresent)
    {
        return new Packet(
            PacketType.CONNACK, 0, reasonCode, NONE, sessionPresent, "", "", 0, false, false, NONE, -1);
    }

    @Override
    public String toString()
    {
        final String name = PacketType.name(type);
        return type == PacketType.PUBLISH ?
            name + "(q" + qos + (dup ? " dup" : "") + (retain ? " retain" : "") + " id " + packetId + " " + topic +
            " '" + payload + "'" + (ids.length > 0 ? " " + Arrays.toString(ids) : "") + ")" :
            name + "(id " + packetId + " code " + reasonCode + (sessionPresent ? " present" : "") +
            (codes.length > 0 ? " " + Arrays.toString(codes) : "") + ")";
    }
}
