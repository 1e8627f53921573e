package io.maxmq.tools.bench.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.maxmq.tools.bench.plan.Target;

/**
 * The packets a client sends to get ready and to leave: CONNECT (MQTT 3.1), SUBSCRIBE (3.8), PINGREQ, DISCONNECT.
 * Encoded once, before traffic flows. The broker's own codec is not used on purpose: a mistake in it must not meet
 * itself here.
 */
public final class ControlPackets
{
    /** PINGREQ (MQTT 3.12). */
    static final byte[] PINGREQ = {(byte)0xC0, 0};
    /** DISCONNECT with reason 0 (MQTT 3.14). */
    static final byte[] DISCONNECT = {(byte)0xE0, 0};

    private static final int CONNECT = 0x10;
    private static final int SUBSCRIBE = 0x82;
    private static final int SESSION_EXPIRY_INTERVAL = 0x11;
    private static final int MAX_SUBSCRIBE_BYTES = 16 * 1024;
    private static final int CLEAN_START = 0x02;
    private static final int PASSWORD_FLAG = 0x40;
    private static final int USER_FLAG = 0x80;
    private static final int ONE_DAY_SECONDS = 86_400;

    private ControlPackets()
    {
    }

    /**
     * CONNECT.
     *
     * @param target       version, user, keep alive.
     * @param clientId     of the client.
     * @param isCleanStart whether an earlier session ends.
     * @param isPersistent whether the session outlives the connection; in MQTT 3 that is what "not clean" means.
     * @return the packet.
     */
    public static byte[] connect(
        final Target target, final String clientId, final boolean isCleanStart, final boolean isPersistent)
    {
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        putString(body, target.version() == 3 ? "MQIsdp" : "MQTT");
        body.write(target.version());
        body.write((isCleanStart ? CLEAN_START : 0) |
            (target.user() != null ? USER_FLAG : 0) |
            (target.password() != null ? PASSWORD_FLAG : 0));
        putShort(body, target.keepAliveSeconds());
        if (target.isMqtt5())
        {
            body.write(isPersistent ? 5 : 0);
            if (isPersistent)
            {
                body.write(SESSION_EXPIRY_INTERVAL);
                putShort(body, ONE_DAY_SECONDS >>> 16);
                putShort(body, ONE_DAY_SECONDS);
            }
        }
        putString(body, clientId);
        if (target.user() != null)
        {
            putString(body, target.user());
        }
        if (target.password() != null)
        {
            putString(body, target.password());
        }
        return packet(CONNECT, body);
    }

    /**
     * One or more SUBSCRIBE packets, each of a size that any broker takes.
     *
     * @param filters to subscribe to.
     * @param qos     asked for.
     * @param isMqtt5 whether properties are part of the packet.
     * @return the packets; packet ids count from 1.
     */
    public static List<byte[]> subscribe(final List<String> filters, final int qos, final boolean isMqtt5)
    {
        final List<byte[]> packets = new ArrayList<>();
        ByteArrayOutputStream body = null;
        for (final String filter : filters)
        {
            if (body == null)
            {
                body = new ByteArrayOutputStream();
                putShort(body, packets.size() + 1);
                if (isMqtt5)
                {
                    body.write(0);
                }
            }
            putString(body, filter);
            body.write(qos);
            if (body.size() > MAX_SUBSCRIBE_BYTES)
            {
                packets.add(packet(SUBSCRIBE, body));
                body = null;
            }
        }
        if (body != null)
        {
            packets.add(packet(SUBSCRIBE, body));
        }
        return packets;
    }

    private static byte[] packet(final int header, final ByteArrayOutputStream body)
    {
        final ByteArrayOutputStream packet = new ByteArrayOutputStream(body.size() + 5);
        packet.write(header);
        int rest = body.size();
        while (rest > 0x7F)
        {
            packet.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        packet.write(rest);
        packet.writeBytes(body.toByteArray());
        return packet.toByteArray();
    }

    private static void putString(final ByteArrayOutputStream out, final String value)
    {
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        putShort(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void putShort(final ByteArrayOutputStream out, final int value)
    {
        out.write(value >>> 8);
        out.write(value);
    }
}
