package io.maxmq.tools.client;

import io.maxmq.transport.codec.PacketType;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import org.junit.jupiter.api.Assertions;

/**
 * The broker's end of one connection, played by a test packet by packet. Packets are given and compared in hexadecimal.
 */
final class FakeBroker implements AutoCloseable
{
    /** CONNACK of MQTT 5 without properties. */
    static final String CONNACK = "20 03 00 00 00";

    private static final int TIMEOUT_MS = 60_000;

    private final ServerSocket listener;
    private Socket socket;
    private DataInputStream in;
    private OutputStream out;

    FakeBroker() throws IOException
    {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        listener.setSoTimeout(TIMEOUT_MS);
    }

    int port()
    {
        return listener.getLocalPort();
    }

    FakeBroker accept() throws IOException
    {
        socket = listener.accept();
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        return this;
    }

    /** Accept, take CONNECT and answer it. */
    FakeBroker accept(final String connack) throws IOException
    {
        accept();
        expectType(PacketType.CONNECT);
        send(connack);
        return this;
    }

    FakeBroker send(final String hex) throws IOException
    {
        out.write(HexFormat.of().parseHex(hex.replace(" ", "")));
        return this;
    }

    FakeBroker expect(final String hex) throws IOException
    {
        Assertions.assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(read()));
        return this;
    }

    FakeBroker expectType(final int type) throws IOException
    {
        Assertions.assertEquals(PacketType.name(type), PacketType.name(PacketType.of(read()[0] & 0xFF)));
        return this;
    }

    /** Bodies of up to 127 bytes are enough here. */
    private byte[] read() throws IOException
    {
        final int first = in.readUnsignedByte();
        final int length = in.readUnsignedByte();
        Assertions.assertTrue(length < 128);
        final byte[] packet = new byte[2 + length];
        packet[0] = (byte)first;
        packet[1] = (byte)length;
        in.readFully(packet, 2, length);
        return packet;
    }

    boolean hasMore() throws IOException
    {
        return in.available() > 0;
    }

    void expectEnd() throws IOException
    {
        Assertions.assertEquals(-1, in.read());
    }

    void hangUp() throws IOException
    {
        socket.close();
    }

    public void close() throws IOException
    {
        listener.close();
        if (socket != null)
        {
            socket.close();
        }
    }
}
