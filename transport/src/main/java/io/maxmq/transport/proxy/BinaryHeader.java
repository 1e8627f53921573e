package io.maxmq.transport.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Version 2 of the header.
 *
 * <pre>
 *   0           12      13       14       16
 *  +-----------+-------+--------+--------+-------------+----------------------------------+
 *  | signature | 2 cmd | family | length | addresses   | type (1) length (2) value, …     |
 *  +-----------+-------+--------+--------+-------------+----------------------------------+
 *
 *   value of type 0x20 (TLS): client (1) verify (4), then type (1) length (2) value, …
 * </pre>
 */
final class BinaryHeader
{
    private static final int COMMAND_OFFSET = 12;
    private static final int FAMILY_OFFSET = 13;
    private static final int ADDRESS_OFFSET = 16;
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int UNSPECIFIED = 0x00;
    private static final int TCP_IPV4 = 0x11;
    private static final int TCP_IPV6 = 0x21;
    private static final int UNIX = 0x31;
    private static final int UNIX_LENGTH = 216;
    private static final int AUTHORITY = 0x02;
    private static final int CHECKSUM = 0x03;
    private static final int TLS = 0x20;
    private static final int TLS_VERSION = 0x21;
    private static final int TLS_COMMON_NAME = 0x22;
    private static final int TLS_CIPHER = 0x23;
    private static final int CLIENT_TLS = 0x01;
    private static final int CLIENT_CERTIFICATE = 0x06;

    private final byte[] header;
    private String address;
    private String protocol;
    private String cipher;
    private String serverName;
    private String commonName;

    private BinaryHeader(final byte[] header)
    {
        this.header = header;
    }

    static ProxiedPeer parse(final byte[] header)
    {
        return new BinaryHeader(header).parse();
    }

    private ProxiedPeer parse()
    {
        final int command = header[COMMAND_OFFSET] & 0xFF;
        if (command == LOCAL)
        {
            return ProxiedPeer.UNKNOWN;
        }
        if (command != PROXY)
        {
            throw new IllegalArgumentException("its version or command is unknown");
        }
        final ByteBuffer in = ByteBuffer.wrap(header, ADDRESS_OFFSET, header.length - ADDRESS_OFFSET);
        readAddresses(in);
        while (in.hasRemaining())
        {
            final int type = type(in);
            final int start = in.position() + Short.BYTES;
            readExtension(type, value(in), start);
        }
        return new ProxiedPeer(address, protocol, cipher, serverName, commonName);
    }

    private void readAddresses(final ByteBuffer in)
    {
        switch (header[FAMILY_OFFSET] & 0xFF)
        {
            case TCP_IPV4:
                readAddress(in, 4);
                break;

            case TCP_IPV6:
                readAddress(in, 16);
                break;

            case UNIX:
                take(in, UNIX_LENGTH);
                address = "local";
                break;

            case UNSPECIFIED:
                break;

            default:
                throw new IllegalArgumentException("its family of addresses is unknown");
        }
    }

    private void readAddress(final ByteBuffer in, final int length)
    {
        final ByteBuffer addresses = take(in, 2 * (length + Short.BYTES));
        final byte[] source = new byte[length];
        addresses.get(source);
        address = Addresses.format(source, addresses.getShort(addresses.position() + length) & 0xFFFF);
    }

    private void readExtension(final int type, final ByteBuffer value, final int start)
    {
        switch (type)
        {
            case AUTHORITY:
                serverName = text(value);
                break;

            case CHECKSUM:
                check(value, start);
                break;

            case TLS:
                readTls(value);
                break;

            default:
                break;
        }
    }

    /** Of the whole header, with the checksum itself as zeros. */
    private void check(final ByteBuffer value, final int start)
    {
        if (value.remaining() != Integer.BYTES)
        {
            throw new IllegalArgumentException("its checksum is not one");
        }
        final int expected = value.getInt();
        final byte[] zeroed = header.clone();
        ByteBuffer.wrap(zeroed).putInt(start, 0);
        final CRC32C checksum = new CRC32C();
        checksum.update(zeroed);
        if ((int)checksum.getValue() != expected)
        {
            throw new IllegalArgumentException("its checksum is wrong");
        }
    }

    private void readTls(final ByteBuffer in)
    {
        final ByteBuffer fixed = take(in, 1 + Integer.BYTES);
        final int client = fixed.get();
        final boolean verified = fixed.getInt() == 0 && (client & CLIENT_CERTIFICATE) != 0;
        while (in.hasRemaining())
        {
            final int type = type(in);
            final String value = text(value(in));
            if (type == TLS_VERSION && (client & CLIENT_TLS) != 0)
            {
                protocol = value;
            }
            else if (type == TLS_CIPHER)
            {
                cipher = value;
            }
            else if (type == TLS_COMMON_NAME && verified)
            {
                commonName = value;
            }
        }
    }

    private static int type(final ByteBuffer in)
    {
        return take(in, 1).get() & 0xFF;
    }

    private static ByteBuffer value(final ByteBuffer in)
    {
        return take(in, take(in, Short.BYTES).getShort() & 0xFFFF);
    }

    private static ByteBuffer take(final ByteBuffer in, final int length)
    {
        if (in.remaining() < length)
        {
            throw new IllegalArgumentException("it is shorter than it says");
        }
        final ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    private static String text(final ByteBuffer value)
    {
        return StandardCharsets.UTF_8.decode(value).toString();
    }
}
