package io.maxmq.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.agrona.concurrent.AgentTerminationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SocketPollerTest
{
    private final List<Throwable> errors = new ArrayList<>();
    private final SocketPoller poller = new SocketPoller(errors::add);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final List<SocketChannel> clients = new ArrayList<>();
    private ServerSocketChannel server;

    /**
     * Counts and does nothing, unless a test says what.
     */
    private static class Handler implements ChannelHandler
    {
        int readable;
        int writable;

        public int onReadable(final Channel channel)
        {
            readable++;
            return 1;
        }

        public int onWritable(final Channel channel)
        {
            writable++;
            return 1;
        }
    }

    @BeforeEach
    void listen() throws IOException
    {
        server = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
    }

    @AfterEach
    void close() throws IOException
    {
        poller.close();
        server.close();
        for (final SocketChannel client : clients)
        {
            client.close();
        }
    }

    private Channel connect(final ChannelHandler handler) throws IOException
    {
        clients.add(SocketChannel.open(server.getLocalAddress()));
        final SocketChannel socket = server.accept();
        socket.configureBlocking(false);
        return poller.register(socket, new Peer(5, "tcp", Sockets.remoteAddressOf(socket), null), handler);
    }

    private SocketChannel client(final int index)
    {
        return clients.get(index);
    }

    private void send(final int index, final int... bytes) throws IOException
    {
        final ByteBuffer out = ByteBuffer.allocate(bytes.length);
        for (final int value : bytes)
        {
            out.put((byte)value);
        }
        out.flip();
        while (out.hasRemaining())
        {
            client(index).write(out);
        }
    }

    private int pollUntilWork()
    {
        int workCount;
        do
        {
            workCount = poller.select(1000);
        }
        while (workCount == 0);
        return workCount;
    }

    @Test
    void shouldReadAndWrite() throws IOException
    {
        final Channel channel = connect(new Handler()
        {
            public int onReadable(final Channel channel)
            {
                buffer.clear();
                final int read = channel.read(buffer);
                return channel.write(buffer.flip()) == read ? read : -1;
            }
        });
        assertEquals("127.0.0.1:" + client(0).socket().getLocalPort(), channel.peer().address());
        assertEquals(5, channel.peer().listenerId());
        assertFalse(channel.hasBufferedInput());
        assertEquals(0, poller.poll());
        send(0, 1, 2, 3);
        assertEquals(3, pollUntilWork());
        final ByteBuffer echoed = ByteBuffer.allocate(3);
        while (echoed.hasRemaining())
        {
            client(0).read(echoed);
        }
        assertEquals(3, echoed.get(2));
    }

    @Test
    void shouldWriteTwoBuffersInTheirOrder() throws IOException
    {
        final Channel channel = connect(new Handler());
        final ByteBuffer first = ByteBuffer.allocateDirect(2).put((byte)1).put((byte)2).flip();
        final ByteBuffer second = ByteBuffer.allocateDirect(1).put((byte)3).flip();
        assertEquals(3, channel.write(first, second));
        final ByteBuffer received = ByteBuffer.allocate(3);
        while (received.hasRemaining())
        {
            client(0).read(received);
        }
        assertEquals(ByteBuffer.wrap(new byte[]{1, 2, 3}), received.flip());
    }

    @Test
    void shouldTellTheEndOfAConnection() throws IOException
    {
        final Channel channel = connect(new Handler());
        client(0).close();
        pollUntilWork();
        assertEquals(Channel.CLOSED, channel.read(buffer));
        assertTrue(channel.isOpen());
    }

    @Test
    void shouldTellAResetAsAnEndAndNotAsAnException() throws IOException
    {
        final Channel channel = connect(new Handler());
        client(0).setOption(StandardSocketOptions.SO_LINGER, 0);
        client(0).close();
        pollUntilWork();
        assertEquals(Channel.CLOSED, channel.read(buffer));
        assertEquals(Channel.CLOSED, channel.write(ByteBuffer.allocateDirect(1)));
        assertEquals(Channel.CLOSED, channel.write(ByteBuffer.allocateDirect(1), ByteBuffer.allocateDirect(1)));
    }

    @Test
    void shouldAnswerClosedAndCallNobodyAfterClose() throws IOException
    {
        final Handler handler = new Handler();
        final Channel channel = connect(handler);
        send(0, 1);
        channel.writeInterest(true);
        channel.close();
        channel.close();
        channel.readInterest(false);
        assertEquals(0, poller.select(50));
        assertEquals(0, handler.readable + handler.writable);
        assertEquals(Channel.CLOSED, channel.read(buffer));
        assertEquals(Channel.CLOSED, channel.write(buffer));
        assertEquals(0, poller.channelCount());
    }

    @Test
    void shouldCallOnlyForWhatIsOfInterest() throws IOException
    {
        final Handler handler = new Handler();
        final Channel channel = connect(handler);
        send(0, 1);
        channel.readInterest(false);
        poller.select(20);
        assertEquals(0, handler.readable);
        channel.writeInterest(true);
        pollUntilWork();
        assertEquals(0, handler.readable);
        assertEquals(1, handler.writable);
        channel.writeInterest(false);
        channel.readInterest(true);
        pollUntilWork();
        assertEquals(1, handler.readable);
        assertEquals(1, handler.writable);
    }

    @Test
    void shouldNotTouchTheSelectorForInterestThatComesBack() throws IOException
    {
        final TcpChannel channel = (TcpChannel)connect(new Handler());
        for (int i = 0; i < 10; i++)
        {
            channel.writeInterest(true);
            channel.readInterest(false);
            channel.writeInterest(false);
            channel.readInterest(true);
        }
        poller.poll();
        assertEquals(0, channel.interestChanges());
        channel.writeInterest(true);
        channel.writeInterest(true);
        poller.poll();
        assertEquals(1, channel.interestChanges());
    }

    @Test
    void shouldHonourInterestThatChangesWithinTheSamePoll() throws IOException
    {
        final int[] reads = new int[1];
        final List<Channel> channels = new ArrayList<>();
        final Handler handler = new Handler()
        {
            public int onReadable(final Channel channel)
            {
                reads[0]++;
                channels.forEach(each -> each.readInterest(false));
                return 1;
            }
        };
        channels.add(connect(handler));
        channels.add(connect(handler));
        send(0, 1);
        send(1, 1);
        poller.select(1000);
        poller.select(20);
        assertEquals(1, reads[0]);
    }

    @Test
    void shouldLetAHandlerCloseAnotherChannelThatIsReady() throws IOException
    {
        final int[] reads = new int[1];
        final List<Channel> channels = new ArrayList<>();
        final Handler handler = new Handler()
        {
            public int onReadable(final Channel channel)
            {
                reads[0]++;
                channels.forEach(Channel::close);
                return 1;
            }
        };
        channels.add(connect(handler));
        channels.add(connect(handler));
        send(0, 1);
        send(1, 1);
        pollUntilWork();
        poller.select(20);
        assertEquals(1, reads[0]);
        assertEquals(0, poller.channelCount());
    }

    @Test
    void shouldLetAHandlerRegisterAnotherChannel() throws IOException
    {
        final Handler second = new Handler();
        connect(new Handler()
        {
            public int onReadable(final Channel channel)
            {
                try
                {
                    connect(second);
                }
                catch (final IOException ex)
                {
                    throw new IllegalStateException(ex);
                }
                channel.close();
                return 1;
            }
        });
        send(0, 1);
        pollUntilWork();
        send(1, 1);
        pollUntilWork();
        assertEquals(1, second.readable);
    }

    @Test
    void shouldRefuseToPollInsideAHandler() throws IOException
    {
        connect(new Handler()
        {
            public int onReadable(final Channel channel)
            {
                poller.poll();
                return 1;
            }
        });
        send(0, 1);
        while (errors.isEmpty())
        {
            poller.select(1000);
        }
        assertTrue(errors.get(0) instanceof IllegalStateException);
    }

    @Test
    void shouldEndTheConnectionWhoseHandlerFailsAndServeTheOthers() throws IOException
    {
        final Channel failing = connect(new Handler()
        {
            public int onReadable(final Channel channel)
            {
                throw new IllegalStateException("handler");
            }

            public void onFailure(final Channel channel, final Throwable error)
            {
                throw new IllegalStateException("onFailure");
            }
        });
        final Handler other = new Handler();
        connect(other);
        send(0, 1);
        send(1, 1);
        while (other.readable == 0 || failing.isOpen())
        {
            poller.select(1000);
        }
        assertEquals(1, poller.failures());
        assertEquals(2, errors.size());
        assertEquals(1, poller.channelCount());
    }

    @Test
    void shouldPassOnTheWishToTerminate() throws IOException
    {
        connect(new Handler()
        {
            public int onReadable(final Channel channel)
            {
                throw new AgentTerminationException();
            }
        });
        send(0, 1);
        assertThrows(AgentTerminationException.class, this::pollUntilWork);
        assertTrue(errors.isEmpty());
    }

    @Test
    void shouldCallTheHandlerThatWasAttachedLast() throws IOException
    {
        final Handler first = new Handler();
        final Handler second = new Handler();
        connect(first).attach(second);
        send(0, 1);
        pollUntilWork();
        assertEquals(0, first.readable);
        assertEquals(1, second.readable);
    }

    @Test
    void shouldWakeFromItsWait() throws InterruptedException
    {
        final CountDownLatch woken = new CountDownLatch(1);
        final Thread worker = new Thread(() ->
        {
            poller.select(60_000);
            woken.countDown();
        });
        worker.start();
        poller.wakeup();
        woken.await();
        worker.join();
    }

    @Test
    void shouldWaitWithoutServing() throws IOException
    {
        final Handler handler = new Handler();
        connect(handler);
        assertEquals(0, poller.await(0));
        send(0, 1);
        assertEquals(1, poller.await(10_000));
        assertEquals(0, handler.readable);
        assertEquals(1, poller.poll());
        assertEquals(1, handler.readable);
    }

    @Test
    void shouldNotRegisterAConnectionThatIsClosed() throws IOException
    {
        final SocketChannel socket = SocketChannel.open();
        socket.configureBlocking(false);
        socket.close();
        assertNull(poller.register(socket, new Peer(1, "tcp", "unknown", null), new Handler()));
        assertEquals(0, poller.channelCount());
    }

    @Test
    void shouldCloseEveryChannelAtItsEnd() throws IOException
    {
        final Channel first = connect(new Handler());
        final Channel second = connect(new Handler());
        poller.close();
        assertFalse(first.isOpen());
        assertFalse(second.isOpen());
        assertEquals(-1, client(0).read(ByteBuffer.allocate(1)));
    }
}
