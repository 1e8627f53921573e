package io.maxmq.transport.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Writes addresses as the rest of the broker does.
 */
final class Addresses
{
    private static final int IPV4_LENGTH = 4;

    private Addresses()
    {
    }

    static String format(final byte[] address, final int port)
    {
        try
        {
            final InetAddress inet = InetAddress.getByAddress(address);
            final String host = inet.getHostAddress();
            return inet.getAddress().length == IPV4_LENGTH ? host + ":" + port : "[" + host + "]:" + port;
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException("an address is not one", ex);
        }
    }
}
