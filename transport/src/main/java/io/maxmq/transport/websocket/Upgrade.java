package io.maxmq.transport.websocket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The request that opens a WebSocket (RFC 6455 section 4.2), judged, with the answer to it. Immutable.
 *
 * @param isAccepted whether frames follow.
 * @param response   to be sent.
 * @param reason     why not, for people; null when accepted.
 */
record Upgrade(boolean isAccepted, byte[] response, String reason)
{
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_LENGTH = 16;
    private static final String BAD_REQUEST = "400 Bad Request";
    /** In the order of preference; the second is that of MQTT 3.1 (not registered, still used). */
    private static final List<String> SUBPROTOCOLS = List.of("mqtt", "mqttv3.1");

    /**
     * @param request  up to and with the empty line.
     * @param settings of the listener.
     * @return the answer.
     */
    static Upgrade of(final byte[] request, final WebSocketSettings settings)
    {
        final String[] lines = new String(request, StandardCharsets.ISO_8859_1).split("\r\n");
        final String[] start = lines[0].split(" ", -1);
        if (start.length != 3 || !start[0].equals("GET") || !start[2].equals("HTTP/1.1"))
        {
            return refuse(BAD_REQUEST, "the request does not begin with GET … HTTP/1.1");
        }
        if (!path(start[1]).equals(settings.path()))
        {
            return refuse("404 Not Found", "MQTT is at " + settings.path());
        }
        final Map<String, String> headers = headers(lines);
        return headers == null ? refuse(BAD_REQUEST, "a header is malformed") : judge(headers, settings);
    }

    /**
     * @return the answer to a request that does not end within the limit.
     */
    static Upgrade tooLong()
    {
        return refuse("431 Request Header Fields Too Large", "the request is too long");
    }

    private static String path(final String target)
    {
        final int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private static Map<String, String> headers(final String[] lines)
    {
        final Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++)
        {
            final int colon = lines[i].indexOf(':');
            if (colon <= 0 || lines[i].charAt(0) == ' ' || lines[i].charAt(colon - 1) == ' ')
            {
                return null;
            }
            // A header that comes several times is a list.
            headers.merge(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 1).trim(),
                (first, second) -> first + "," + second);
        }
        return headers;
    }

    private static Upgrade judge(final Map<String, String> headers, final WebSocketSettings settings)
    {
        if (!has(headers, "upgrade", "websocket") || !has(headers, "connection", "upgrade"))
        {
            return answer("426 Upgrade Required", "Upgrade: websocket\r\n", "this is a WebSocket for MQTT");
        }
        if (!has(headers, "sec-websocket-version", "13"))
        {
            return answer("426 Upgrade Required", "Sec-WebSocket-Version: 13\r\n", "only version 13 is known");
        }
        final String key = headers.getOrDefault("sec-websocket-key", "");
        if (!isKey(key) || !headers.containsKey("host"))
        {
            return refuse(BAD_REQUEST, "Host or a good Sec-WebSocket-Key is missing");
        }
        final String origin = headers.get("origin");
        if (origin != null && !settings.origins().isEmpty() && !settings.origins().contains(origin))
        {
            return refuse("403 Forbidden", "this origin is not allowed");
        }
        for (final String subprotocol : SUBPROTOCOLS)
        {
            if (has(headers, "sec-websocket-protocol", subprotocol))
            {
                return accept(key, subprotocol);
            }
        }
        return refuse(BAD_REQUEST, "the subprotocol mqtt is not offered");
    }

    private static boolean has(final Map<String, String> headers, final String name, final String token)
    {
        return Arrays.stream(headers.getOrDefault(name, "").split(","))
            .anyMatch(part -> part.trim().equalsIgnoreCase(token));
    }

    private static boolean isKey(final String key)
    {
        try
        {
            return Base64.getDecoder().decode(key).length == KEY_LENGTH;
        }
        catch (final IllegalArgumentException ex)
        {
            return false;
        }
    }

    private static Upgrade accept(final String key, final String subprotocol)
    {
        return new Upgrade(true, ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n" +
            "Connection: Upgrade\r\nSec-WebSocket-Accept: " + acceptOf(key) +
            "\r\nSec-WebSocket-Protocol: " + subprotocol + "\r\n\r\n"), null);
    }

    /**
     * @param key of the request.
     * @return what proves that it was understood.
     */
    static String acceptOf(final String key)
    {
        try
        {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(ascii(key + GUID)));
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static Upgrade refuse(final String status, final String reason)
    {
        return answer(status, "", reason);
    }

    private static Upgrade answer(final String status, final String header, final String reason)
    {
        return new Upgrade(false, ascii("HTTP/1.1 " + status + "\r\n" + header +
            "Content-Type: text/plain; charset=utf-8\r\nContent-Length: " +
            (reason.getBytes(StandardCharsets.UTF_8).length + 1) + "\r\nConnection: close\r\n\r\n" + reason + "\n"), reason);
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
