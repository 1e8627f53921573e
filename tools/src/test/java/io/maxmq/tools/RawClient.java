package io.maxmq.tools;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HexFormat;

/**
 * A connection to a broker that shows its bytes.
 */
final class RawClient implements AutoCloseable
{
    private static final int TIMEOUT_MS = 60_000;
    private static final int CONNACK = 0x20;

    private final Socket socket;

    /**
     * Connects and waits to be let in.
     *
     * @param version  of the protocol: 4 or 5.
     * @param clientId of one letter.
     */
    RawClient(final int port, final int version, final char clientId) throws IOException
    {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MS);
        final String head = (version == 5 ? "10 0e" : "10 0d") + "0004 4d515454 0" + version + " 02 0000";
        send(head + (version == 5 ? "00" : "") + "0001" + Integer.toHexString(clientId));
        final byte[] first = socket.getInputStream().readNBytes(2);
        final byte[] body = socket.getInputStream().readNBytes(first[1]);
        assertArrayEquals(new byte[]{CONNACK, 0, 0}, new byte[]{first[0], body[0], body[1]}, "CONNACK");
    }

    private void send(final String hex) throws IOException
    {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /** What comes until the broker closes the connection, in hexadecimal digits. */
    String readToEnd() throws IOException
    {
        return HexFormat.of().formatHex(socket.getInputStream().readAllBytes());
    }

    @Override
    public void close() throws IOException
    {
        socket.close();
    }
}
