package io.maxmq.tools.client;

import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.ReasonCode;
import java.util.Locale;

/**
 * Reason codes in words.
 */
public final class Reasons
{
    private static final String[] RETURN_CODES = {
        "accepted", "unacceptable protocol version", "client id rejected", "server unavailable",
        "bad user name or password", "not authorized"
    };
    private static final int UNACCEPTABLE_VERSION = 1;

    private Reasons()
    {
    }

    /**
     * @param code   of MQTT 5.
     * @param reason string of the broker, or null.
     * @return both, for people.
     */
    public static String of(final int code, final String reason)
    {
        final String name = ReasonCode.name(code).toLowerCase(Locale.ROOT).replace('_', ' ');
        return String.format(Locale.ROOT, "%s (0x%02X)", name, code) + (reason == null ? "" : ": " + reason);
    }

    /**
     * @param version of the client.
     * @param code    of CONNACK.
     * @param reason  string of the broker, or null.
     * @return both, for people.
     */
    static String ofConnack(final int version, final int code, final String reason)
    {
        if (version == MqttVersion.V5 && code == UNACCEPTABLE_VERSION)
        {
            return "it does not speak MQTT 5; try -V mqttv311";
        }
        return version == MqttVersion.V5 || code >= RETURN_CODES.length ? of(code, reason) :
            RETURN_CODES[code] + " (" + code + ")";
    }
}
