package io.maxmq.transport.codec;

/**
 * The protocol levels of CONNECT that this codec speaks (section 3.1.2.2).
 */
public final class MqttVersion
{
    public static final int V3_1 = 3;
    public static final int V3_1_1 = 4;
    public static final int V5 = 5;

    private MqttVersion()
    {
    }

    /**
     * @param version protocol level.
     * @return whether this codec speaks it.
     */
    public static boolean isSupported(final int version)
    {
        return version >= V3_1 && version <= V5;
    }

    /**
     * @param version protocol level.
     * @return as people write it: 3.1, 3.1.1 or 5.0.
     */
    public static String name(final int version)
    {
        switch (version)
        {
            case V3_1:
                return "3.1";
            case V3_1_1:
                return "3.1.1";
            case V5:
                return "5.0";
            default:
                return "unknown(" + version + ")";
        }
    }
}
