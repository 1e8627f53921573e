package io.maxmq.transport.codec;

/**
 * The packet types in the high nibble of a frame's first byte (MQTT 5.0 section 2.1.2).
 */
public final class PacketType
{
    public static final int CONNECT = 1;
    public static final int CONNACK = 2;
    public static final int PUBLISH = 3;
    public static final int PUBACK = 4;
    public static final int PUBREC = 5;
    public static final int PUBREL = 6;
    public static final int PUBCOMP = 7;
    public static final int SUBSCRIBE = 8;
    public static final int SUBACK = 9;
    public static final int UNSUBSCRIBE = 10;
    public static final int UNSUBACK = 11;
    public static final int PINGREQ = 12;
    public static final int PINGRESP = 13;
    public static final int DISCONNECT = 14;
    public static final int AUTH = 15;

    private static final String[] NAMES = {
        "RESERVED", "CONNECT", "CONNACK", "PUBLISH", "PUBACK", "PUBREC", "PUBREL", "PUBCOMP", "SUBSCRIBE", "SUBACK",
        "UNSUBSCRIBE", "UNSUBACK", "PINGREQ", "PINGRESP", "DISCONNECT", "AUTH"};

    private PacketType()
    {
    }

    /**
     * @param firstByte of a frame, signed or unsigned.
     * @return its packet type, 0 to 15.
     */
    public static int of(final int firstByte)
    {
        return (firstByte >>> 4) & 0x0F;
    }

    /**
     * @param firstByte of a frame, signed or unsigned.
     * @return its four flag bits, as the decoders take them.
     */
    public static int flags(final int firstByte)
    {
        return firstByte & 0x0F;
    }

    /**
     * @param packetType 0 to 15.
     * @param version    of the protocol.
     * @return whether a client may send it; {@link Violation#NOT_ALLOWED_FROM_CLIENT} if not.
     */
    public static boolean isFromClient(final int packetType, final int version)
    {
        switch (packetType)
        {
            case 0:
            case CONNACK:
            case SUBACK:
            case UNSUBACK:
            case PINGRESP:
                return false;
            case AUTH:
                return version == MqttVersion.V5;
            default:
                return true;
        }
    }

    /**
     * The flags which the standard fixes for every packet but PUBLISH (MQTT-2.1.3-1).
     *
     * @param packetType other than PUBLISH.
     * @return 2 for PUBREL, SUBSCRIBE and UNSUBSCRIBE, else 0.
     */
    public static int fixedFlags(final int packetType)
    {
        return packetType == PUBREL || packetType == SUBSCRIBE || packetType == UNSUBSCRIBE ? 0b0010 : 0;
    }

    /**
     * Check the flags of any packet but PUBLISH. In MQTT 3.1 PUBREL, SUBSCRIBE and UNSUBSCRIBE are messages of QoS 1
     * that may be repeated with DUP set, so there that bit is accepted.
     *
     * @param packetType other than PUBLISH.
     * @param flags      the low nibble of the first byte.
     * @param version    of the protocol.
     * @return whether the flags are those that the standard fixes.
     */
    public static boolean areFlagsValid(final int packetType, final int flags, final int version)
    {
        final int expected = fixedFlags(packetType);
        final int dupOfOldClients = version == MqttVersion.V3_1 && expected != 0 ? 0b1000 : 0;
        return (flags & ~dupOfOldClients) == expected;
    }

    /**
     * @param packetType 0 to 15.
     * @return its name as the standard writes it.
     */
    public static String name(final int packetType)
    {
        return packetType >= 0 && packetType < NAMES.length ? NAMES[packetType] : "UNKNOWN(" + packetType + ")";
    }
}
