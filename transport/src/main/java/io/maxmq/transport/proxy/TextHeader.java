package io.maxmq.transport.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Version 1 of the header: {@code PROXY TCP4 192.0.2.1 198.51.100.1 50123 1883}.
 */
final class TextHeader
{
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
    private static final int MAX_PORT = 65_535;
    private static final int PARTS = 6;

    private TextHeader()
    {
    }

    static ProxiedPeer parse(final String line)
    {
        if (line.equals("PROXY UNKNOWN") || line.startsWith("PROXY UNKNOWN "))
        {
            return ProxiedPeer.UNKNOWN;
        }
        final String[] parts = line.split(" ", -1);
        if (parts.length != PARTS)
        {
            throw new IllegalArgumentException("it does not have six parts");
        }
        final boolean isFour = parts[1].equals("TCP4");
        if (!isFour && !parts[1].equals("TCP6"))
        {
            throw new IllegalArgumentException("its protocol is unknown");
        }
        final byte[] source = address(parts[2], isFour);
        address(parts[3], isFour);
        port(parts[5]);
        return ProxiedPeer.at(Addresses.format(source, port(parts[4])));
    }

    private static byte[] address(final String text, final boolean isFour)
    {
        if (!(isFour ? IPV4 : IPV6).matcher(text).matches())
        {
            throw new IllegalArgumentException("an address is not one");
        }
        try
        {
            // Digits, colons and dots only: no name is looked up.
            return InetAddress.getByName(text).getAddress();
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException("an address is not one", ex);
        }
    }

    private static int port(final String text)
    {
        if (!PORT.matcher(text).matches() || Integer.parseInt(text) > MAX_PORT)
        {
            throw new IllegalArgumentException("a port is not one");
        }
        return Integer.parseInt(text);
    }
}
