package io.maxmq.server.protocol;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/**
 * A client's socket: bytes out, packets in. Not thread-safe.
 */
final class Wire
{
    private final int version;
    private final Socket socket;
    private final DataInputStream in;

    Wire(final int port, final int version, final int deadlineMs) throws IOException
    {
        this.version = version;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(deadlineMs);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    void write(final byte[] bytes) throws IOException
    {
        socket.getOutputStream().write(bytes);
    }

    /**
     * The next packet.
     *
     * @return the packet, or null where the broker has closed the connection.
     * @throws java.net.SocketTimeoutException if none comes.
     * @throws IOException                     if the socket fails otherwise.
     */
    Packet read() throws IOException
    {
        try
        {
            final int first = in.read();
            if (first < 0)
            {
                return null;
            }
            final byte[] body = new byte[readLength()];
            in.readFully(body);
            return new Packet(first, body, version);
        }
        catch (final EOFException | SocketException ex)
        {
            return null;
        }
    }

    private int readLength() throws IOException
    {
        int length = 0;
        int shift = 0;
        int next;
        do
        {
            next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
            shift += 7;
        }
        while ((next & 0x80) != 0);
        return length;
    }

    void close() throws IOException
    {
        socket.close();
    }
}
