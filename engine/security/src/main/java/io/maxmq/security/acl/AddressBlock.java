package io.maxmq.security.acl;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A block of IP addresses, such as {@code 10.0.0.0/8} or {@code fd00::/8}; a single address is a block of one.
 * Immutable.
 */
public final class AddressBlock implements Condition.Value
{
    private final byte[] network;
    private final int prefixLength;

    private AddressBlock(final byte[] network, final int prefixLength)
    {
        this.network = network;
        this.prefixLength = prefixLength;
    }

    /**
     * Reads a block.
     *
     * @param text of it.
     * @return the block.
     * @throws IllegalArgumentException if it is none.
     */
    public static AddressBlock of(final String text)
    {
        final int slash = text.indexOf('/');
        final byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
        final int bits = address == null ? -1 :
            slash < 0 ? address.length * Byte.SIZE : length(text.substring(slash + 1));
        if (bits < 0 || bits > address.length * Byte.SIZE)
        {
            throw new IllegalArgumentException(
                "'" + text + "' is no address; write one like 192.0.2.7, or a block like 10.0.0.0/8 or fd00::/8");
        }
        return new AddressBlock(address, bits);
    }

    private static int length(final String text)
    {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }

    /**
     * Reads the address of a peer.
     *
     * @param address with its port or without, IPv6 in brackets or without.
     * @return whether it is in the block.
     */
    @Override
    public boolean matches(final String address)
    {
        final byte[] bytes = bytes(host(address));
        if (bytes == null || bytes.length != network.length)
        {
            return false;
        }
        final int whole = prefixLength / Byte.SIZE;
        for (int i = 0; i < whole; i++)
        {
            if (bytes[i] != network[i])
            {
                return false;
            }
        }
        final int rest = prefixLength % Byte.SIZE;
        return rest == 0 || (bytes[whole] ^ network[whole]) >> Byte.SIZE - rest == 0;
    }

    /**
     * @param address of a peer, with a port or without.
     * @return its host.
     */
    public static String host(final String address)
    {
        final String text = address.startsWith("/") ? address.substring(1) : address;
        if (text.startsWith("["))
        {
            final int end = text.indexOf(']');
            return end < 0 ? text : text.substring(1, end);
        }
        final int colon = text.lastIndexOf(':');
        return colon >= 0 && text.indexOf(':') == colon ? text.substring(0, colon) : withoutPort(text, colon);
    }

    /** The JDK writes the eight groups of an IPv6 address and a port behind a ninth colon. */
    private static String withoutPort(final String text, final int colon)
    {
        return text.chars().filter(c -> c == ':').count() == 8 ? text.substring(0, colon) : text;
    }

    /** Never asks a name server. */
    private static byte[] bytes(final String host)
    {
        final int zone = host.indexOf('%');
        final String literal = zone < 0 ? host : host.substring(0, zone);
        if (!literal.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*"))
        {
            return null;
        }
        try
        {
            return InetAddress.getByName(literal).getAddress();
        }
        catch (final UnknownHostException ex)
        {
            return null;
        }
    }
}
