package io.maxmq.server.robustness;

import io.maxmq.core.counter.Counter;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.MqttVersion;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A thousand connections that send half a packet and then nothing: what they cost is bounded, whatever they declare,
 * and others are served.
 */
class HalfPacketsTest extends RobustnessTest
{
    private static final int CONNECTIONS = 1_000;
    private static final int BUFFERS = 8 * 1024 * 1024;
    private static final int HALF = 60_000;

    private final List<SocketChannel> halves = new ArrayList<>();

    @AfterEach
    void closeHalves() throws IOException
    {
        for (final SocketChannel channel : halves)
        {
            channel.close();
        }
    }

    @Test
    void shouldServeOthersWhileConnectionsSendHalfAConnect() throws IOException
    {
        launch("connect.timeout=10min");
        final long before = directMemory();
        final byte[] connect = connect(0);
        for (int i = 0; i < CONNECTIONS; i++)
        {
            halves.add(open(connect, i % connect.length));
        }
        assertServed("others", 50);
        final long used = directMemory() - before;
        assertTrue(used < CONNECTIONS * 4L * 1024 + BUFFERS, "used " + used);
    }

    /** Connections that go away in the middle of it give back what they had. */
    @Test
    void shouldLetGoOfHalfPacketsWhenTheirTimeIsOver() throws IOException
    {
        launch("connect.timeout=100ms");
        for (int i = 0; i < CONNECTIONS; i++)
        {
            halves.add(open(connect(i), 10));
        }
        for (final SocketChannel channel : halves)
        {
            channel.configureBlocking(true);
            assertTrue(endOf(channel), "closed by the broker");
        }
        assertServed("others", 10);
    }

    /** A thousand packets of 1 MiB that are half there would need far more than the workers may have. */
    @Test
    void shouldServeOthersWhileConnectionsSendHalfALargePublish() throws IOException
    {
        launch("limits.worker-buffers=" + BUFFERS);
        final long before = directMemory();
        for (int i = 0; i < CONNECTIONS; i++)
        {
            final byte[] connect = connect(i);
            final byte[] bytes = new byte[connect.length + HALF];
            System.arraycopy(connect, 0, bytes, 0, connect.length);
            final byte[] head = {0x30, (byte)0xF0, (byte)0xFF, 0x3F, 0, 1, 't', 0};
            System.arraycopy(head, 0, bytes, connect.length, head.length);
            halves.add(open(bytes, bytes.length));
        }
        await("each is connected, or had brought more than there was room for",
            () -> counted(Counter.CONNECTS_ACCEPTED) + counted(Counter.OUT_OF_MEMORY) >= CONNECTIONS);
        assertServed("others", 50);
        final long used = directMemory() - before;
        assertTrue(used < (long)workers * BUFFERS + 4 * BUFFERS, "used " + used);
    }

    private SocketChannel open(final byte[] bytes, final int length) throws IOException
    {
        final SocketChannel channel = SocketChannel.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), broker().boundPort()));
        channel.configureBlocking(false);
        // What the broker does not read, the system may refuse: it is half a packet all the same.
        channel.write(ByteBuffer.wrap(bytes, 0, length));
        return channel;
    }

    private static boolean endOf(final SocketChannel channel)
    {
        try
        {
            return channel.read(ByteBuffer.allocate(64)) < 0;
        }
        catch (final IOException ex)
        {
            return true;
        }
    }

    private static byte[] connect(final int number)
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final int length = new ConnectEncoder().start(MqttVersion.V5, "half-" + number, true).encode(buffer, 0);
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private static long directMemory()
    {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }
}
