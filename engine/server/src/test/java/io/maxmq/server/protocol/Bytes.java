package io.maxmq.server.protocol;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Bytes as tests write them.
 */
final class Bytes
{
    private Bytes()
    {
    }

    static byte[] utf8(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Pairs of hexadecimal digits; spaces do not matter. */
    static byte[] hex(final String digits)
    {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
