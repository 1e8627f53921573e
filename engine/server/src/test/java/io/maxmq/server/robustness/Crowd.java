package io.maxmq.server.robustness;

import io.maxmq.transport.codec.AckEncoder;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.SubscribeEncoder;
import org.agrona.ExpandableArrayBuffer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Very many clients on one thread. Those with an even number have a session that stays, and every third speaks MQTT
 * 3.1.1.
 */
final class Crowd implements AutoCloseable
{
    private final int port;
    private final Member[] members;
    private final Selector selector;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();

    Crowd(final int port, final int size) throws IOException
    {
        this.port = port;
        members = new Member[size];
        Arrays.setAll(members, Member::new);
        selector = Selector.open();
    }

    /** All connect at once, whatever became of their earlier connection. */
    void connect() throws IOException
    {
        for (final Member member : members)
        {
            member.connect();
        }
        await("let in", member -> member.connackCode == 0);
    }

    void subscribe(final String filter) throws IOException
    {
        for (final Member member : members)
        {
            member.subscribe(filter);
        }
        await("subscribed", member -> member.subacks == 1);
    }

    /** Each gets that many messages, no more and no less. */
    void awaitMessages(final int count) throws IOException
    {
        await("served", member -> member.messages >= count);
        for (final Member member : members)
        {
            assertEquals(count, member.messages, "messages of " + member.clientId());
        }
    }

    void assertSessionsPresent(final boolean ofPersistent)
    {
        for (final Member member : members)
        {
            assertEquals(ofPersistent && member.isPersistent(), member.sessionPresent, member.clientId());
        }
    }

    /** All connections break at once. */
    void drop() throws IOException
    {
        for (final Member member : members)
        {
            member.drop();
        }
        selector.selectNow();
    }

    private void await(final String what, final Predicate<Member> condition) throws IOException
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2 * RawClient.DEADLINE_MS);
        long missing = missing(condition);
        while (missing > 0 && deadlineNs - System.nanoTime() > 0)
        {
            selector.select(key -> ((Member)key.attachment()).read(), 100);
            missing = missing(condition);
        }
        assertEquals(0, missing, "clients that are not " + what);
    }

    private long missing(final Predicate<Member> condition)
    {
        return Arrays.stream(members).filter(condition.negate()).count();
    }

    @Override
    public void close() throws IOException
    {
        drop();
        selector.close();
    }

    /** One client. */
    private final class Member
    {
        private final int number;
        private final int version;
        private final ByteBuffer in = ByteBuffer.allocate(512);
        private SocketChannel channel;
        private int connackCode = -1;
        private boolean sessionPresent;
        private int subacks;
        private int messages;

        Member(final int number)
        {
            this.number = number;
            version = number % 3 == 0 ? MqttVersion.V3_1_1 : MqttVersion.V5;
        }

        String clientId()
        {
            return "crowd-" + number;
        }

        boolean isPersistent()
        {
            return number % 2 == 0;
        }

        void connect() throws IOException
        {
            connackCode = -1;
            subacks = 0;
            messages = 0;
            in.clear();
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            final ConnectEncoder connect = new ConnectEncoder().start(version, clientId(), !isPersistent());
            if (isPersistent() && version == MqttVersion.V5)
            {
                connect.sessionExpirySeconds(3_600);
            }
            send(connect.encode(buffer, 0));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void subscribe(final String filter) throws IOException
        {
            send(new SubscribeEncoder().start(version, 1).filter(filter, 1).encode(buffer, 0));
        }

        private void send(final int length) throws IOException
        {
            assertEquals(length, channel.write(ByteBuffer.wrap(buffer.byteArray(), 0, length)));
        }

        void read()
        {
            try
            {
                assertTrue(channel.read(in) >= 0, "the broker has closed " + clientId());
                in.flip();
                while (in.remaining() >= 2 && in.remaining() >= 2 + in.get(in.position() + 1))
                {
                    final int first = in.get() & 0xFF;
                    final byte[] body = new byte[in.get()];
                    in.get(body);
                    onFrame(new Frame(first, body, version));
                }
                in.compact();
            }
            catch (final IOException ex)
            {
                throw new AssertionError(clientId(), ex);
            }
        }

        private void onFrame(final Frame frame) throws IOException
        {
            switch (frame.type())
            {
                case PacketType.CONNACK:
                    connackCode = frame.code();
                    sessionPresent = frame.sessionPresent();
                    break;

                case PacketType.SUBACK:
                    subacks++;
                    break;

                case PacketType.PUBLISH:
                    messages++;
                    send(AckEncoder.encode(buffer, 0, PacketType.PUBACK, version, frame.packetId(), 0));
                    break;

                default:
                    throw new AssertionError(clientId() + " got " + PacketType.name(frame.type()) + " " + frame.code());
            }
        }

        void drop() throws IOException
        {
            if (channel != null)
            {
                channel.close();
            }
        }
    }
}
