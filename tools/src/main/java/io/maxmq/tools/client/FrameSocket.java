package io.maxmq.tools.client;

import io.maxmq.tools.client.MqttClientException.Kind;
import io.maxmq.transport.codec.FrameDecoder;
import io.maxmq.transport.codec.PacketType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A socket that gives and takes whole packets. One thread reads; any thread writes.
 */
final class FrameSocket implements AutoCloseable
{
    private static final int INITIAL_CAPACITY = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private byte[] received = new byte[INITIAL_CAPACITY];
    private int position;
    private int limit;
    private volatile long lastWriteNs = System.nanoTime();

    private FrameSocket(final Socket socket) throws IOException
    {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        buffer.wrap(received);
    }

    static FrameSocket open(final ConnectSettings settings) throws MqttClientException
    {
        final String host = settings.host;
        final int port = settings.port;
        final InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved())
        {
            throw new MqttClientException(Kind.NO_CONNECTION, "there is no host named " + host);
        }
        final Socket socket = new Socket();
        try
        {
            socket.setTcpNoDelay(true);
            socket.connect(address, settings.timeoutMs);
            return new FrameSocket(settings.tls == null ? socket : encrypted(socket, settings));
        }
        catch (final IOException ex)
        {
            closeQuietly(socket);
            final String why = ex instanceof SocketTimeoutException ? "no answer in time" : ex.getMessage();
            throw new MqttClientException(
                Kind.NO_CONNECTION, "cannot connect to " + host + " port " + port + ": " + why);
        }
    }

    private static Socket encrypted(final Socket socket, final ConnectSettings settings) throws IOException
    {
        final SSLSocket encrypted = (SSLSocket)settings.tls.getSocketFactory()
            .createSocket(socket, settings.host, settings.port, true);
        if (settings.isNameChecked)
        {
            final SSLParameters parameters = encrypted.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            encrypted.setSSLParameters(parameters);
        }
        encrypted.setSoTimeout(settings.timeoutMs);
        encrypted.startHandshake();
        return encrypted;
    }

    /**
     * @param timeoutMs to wait, above 0.
     * @return the next packet, or null if it did not come in time.
     * @throws IOException at the end of the stream or where it is not MQTT.
     */
    Frame read(final int timeoutMs) throws IOException
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        Frame frame = next();
        while (frame == null)
        {
            final long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            if (leftMs <= 0 || !receive((int)leftMs))
            {
                return null;
            }
            frame = next();
        }
        return frame;
    }

    /**
     * @return whether a further packet has been received completely.
     */
    boolean hasNext()
    {
        final int length = FrameDecoder.frameLength(buffer, position, limit);
        return length > 0 && length <= limit - position;
    }

    private Frame next() throws IOException
    {
        final int length = FrameDecoder.frameLength(buffer, position, limit);
        if (length == FrameDecoder.MALFORMED)
        {
            throw new MqttClientException(Kind.LOST, "what answers does not speak MQTT");
        }
        if (length == FrameDecoder.NEED_MORE || length > limit - position)
        {
            makeRoom(Math.max(length, 1));
            return null;
        }
        final int body = FrameDecoder.bodyOffset(position, length);
        final int firstByte = buffer.getByte(position) & 0xFF;
        final Frame frame = new Frame(
            buffer, PacketType.of(firstByte), PacketType.flags(firstByte), body, position + length - body);
        position += length;
        return frame;
    }

    private void makeRoom(final int frameLength)
    {
        System.arraycopy(received, position, received, 0, limit - position);
        limit -= position;
        position = 0;
        if (limit == received.length)
        {
            received = Arrays.copyOf(received, Math.max(2 * received.length, Math.min(frameLength, 1 << 24)));
            buffer.wrap(received);
        }
    }

    private boolean receive(final int timeoutMs) throws IOException
    {
        try
        {
            socket.setSoTimeout(timeoutMs);
            final int count = in.read(received, limit, received.length - limit);
            if (count < 0)
            {
                throw new MqttClientException(Kind.LOST, "the broker closed the connection");
            }
            limit += count;
            return true;
        }
        catch (final SocketTimeoutException ex)
        {
            return false;
        }
    }

    /**
     * @param bytes  of a packet.
     * @param length of it.
     * @throws IOException if the connection is gone.
     */
    synchronized void write(final byte[] bytes, final int length) throws IOException
    {
        out.write(bytes, 0, length);
        lastWriteNs = System.nanoTime();
    }

    long lastWriteNs()
    {
        return lastWriteNs;
    }

    public void close()
    {
        closeQuietly(socket);
    }

    private static void closeQuietly(final Socket socket)
    {
        try
        {
            socket.close();
        }
        catch (final IOException ex)
        {
            // There is nothing left to do with it.
        }
    }
}
