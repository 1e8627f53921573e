package io.maxmq.core.fuzz;

import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.LockstepSetup;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.transport.codec.AckEncoder;
import io.maxmq.transport.codec.ConnectDecoder;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.DisconnectEncoder;
import io.maxmq.transport.codec.FrameDecoder;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.PublishEncoder;
import io.maxmq.transport.codec.Region;
import io.maxmq.transport.codec.SubscribeEncoder;
import io.maxmq.transport.codec.UnsubscribeEncoder;
import io.maxmq.transport.tcp.FakeChannel;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Reads any bytes as a script of what clients do to a broker: packets that are right, that are damaged, that are no
 * packets, at any time and on several connections. Whatever it says, no worker fails, two well-behaved clients get what
 * they sent each other, and when all connections have gone no memory is held for them.
 */
final class AnyFrames
{
    private static final int CONNECTIONS = 3;
    private static final int MAXIMUM_ACTIONS = 200;
    private static final String[] FILTERS =
        {"#", "t/+", "t/1", "$share/g/t/#", "$share/g/t/1", "+/+", "$SYS/#", "", "t/#/x", "$share//t"};
    private static final String[] TOPICS = {"t/1", "t/2", "u", "", "t/+", "$SYS/x", "t/\0"};

    private final byte[] script;
    private final Lockstep broker;
    private final FakeChannel[] channels = new FakeChannel[CONNECTIONS];
    private final int[] versions = new int[CONNECTIONS];
    private final MutableDirectBuffer scratch = new ExpandableArrayBuffer(512);
    private int at;

    private AnyFrames(final byte[] script)
    {
        this.script = script;
        final int workers = 1 << next(2);
        broker = LockstepSetup.workers(workers).seed(script.length).window(2 + next(3), 1 << 20).start();
    }

    static void check(final byte[] script)
    {
        final AnyFrames frames = new AnyFrames(script);
        try
        {
            frames.check();
        }
        finally
        {
            frames.broker.close();
        }
    }

    private void check()
    {
        final TestClient subscriber =
            broker.client("by-s").acknowledges(true).connectClean().subscribe("bystander/only", 2);
        final TestClient publisher = broker.client("by-p").acknowledges(true).connectPersistent(false);
        for (int i = 0; i < MAXIMUM_ACTIONS && at < script.length; i++)
        {
            act(next(CONNECTIONS));
            broker.steps(1);
        }
        final List<String> expected = new ArrayList<>();
        for (int i = 0; i < 6; i++)
        {
            expected.add("m" + i);
            publisher.publish("bystander/only", "m" + i, i % 3);
            broker.steps(4);
        }
        for (int i = 0; i < CONNECTIONS; i++)
        {
            if (channels[i] != null)
            {
                channels[i].fail();
            }
        }
        broker.advanceMs(5_000);
        final List<String> received = new ArrayList<>(subscriber.takeMessages());
        received.sort(null);
        assertEquals(expected, received);
        subscriber.disconnect();
        publisher.disconnect();
        broker.advanceMs(5_000);
        assertEquals(0, broker.connectionCount());
        for (int i = 0; i < broker.workerCount(); i++)
        {
            assertEquals(0, broker.worker(i).bytesInUse(), "bytes held by worker " + i);
        }
    }

    private int next(final int bound)
    {
        return at < script.length ? (script[at++] & 0xFF) % bound : 0;
    }

    private void act(final int index)
    {
        final int action = next(16);
        if (channels[index] == null || !channels[index].isOpen() || action == 0)
        {
            open(index);
            return;
        }
        switch (action)
        {
            case 1:
                channels[index].fail();
                break;

            case 2:
                channels[index].room(next(2) == 0 ? 0 : Long.MAX_VALUE);
                break;

            case 3:
                broker.clockMs(next(256) * 100L);
                break;

            case 4:
                channels[index].receive(raw());
                break;

            case 5:
                broker.steps(next(8));
                break;

            default:
                send(index, packet(action, versions[index]), next(4) == 0);
                break;
        }
        channels[index].takeWritten();
    }

    private void open(final int index)
    {
        if (channels[index] != null)
        {
            channels[index].fail();
        }
        final String id = "c" + next(2);
        versions[index] = 3 + next(3);
        final ConnectEncoder connect = new ConnectEncoder().start(versions[index], id, next(2) == 0);
        if (versions[index] == 5)
        {
            connect.sessionExpirySeconds(next(2) * 60L).topicAliasMaximum(next(3)).maximumPacketSize(20 + next(200));
            connect.receiveMaximum(1 + next(4));
        }
        if (next(3) == 0)
        {
            connect.will(TOPICS[next(3)], raw(), next(3), next(2) == 0);
        }
        connect.keepAliveSeconds(next(20));
        final byte[] packet = bytes(connect.encode(scratch, 0));
        final int body = FrameDecoder.bodyOffset(0, packet.length);
        if (next(8) == 0)
        {
            packet[body + next(packet.length - body)] ^= (byte)(1 << next(8));
        }
        channels[index] = broker.open(home(packet, body));
        channels[index].receive(packet);
    }

    /** As the acceptor finds it. */
    private int home(final byte[] packet, final int body)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(packet);
        final long id = ConnectDecoder.locateClientId(buffer, body, packet.length - body);
        return id == Region.NONE || Region.length(id) == 0 ? 0 :
            broker.partitioning().homeOfClient(0, buffer, Region.offset(id), Region.length(id));
    }

    private byte[] packet(final int action, final int version)
    {
        switch (action)
        {
            case 6:
            case 7:
                return bytes(new SubscribeEncoder().start(version, 1 + next(3))
                    .filter(FILTERS[next(FILTERS.length)], next(3)).encode(scratch, 0));

            case 8:
                return bytes(new UnsubscribeEncoder().start(version, 1 + next(3))
                    .filter(FILTERS[next(FILTERS.length)]).encode(scratch, 0));

            case 9:
            case 10:
            case 11:
                return bytes(AckEncoder.encode(
                    scratch, 0, PacketType.PUBACK + next(4), version, 1 + next(5), version == 5 ? next(2) * 0x80 : 0));

            case 12:
                return version == 5 && next(2) == 0 ?
                    bytes(new DisconnectEncoder().start(version, next(2) * 4).encode(scratch, 0)) :
                    new byte[]{(byte)(PacketType.PINGREQ << 4), 0};

            default:
                return publish(version);
        }
    }

    private byte[] publish(final int version)
    {
        final int qos = next(3);
        final PublishEncoder publish = new PublishEncoder().start(version, qos, qos > 0 && next(2) == 0, next(4) == 0)
            .topic(TOPICS[next(TOPICS.length)]).payload(raw());
        if (qos > 0)
        {
            publish.packetId(1 + next(4));
        }
        if (version == 5 && next(2) == 0)
        {
            publish.topicAlias(1 + next(12)).messageExpirySeconds(next(10));
        }
        return bytes(publish.encode(scratch, 0));
    }

    private void send(final int index, final byte[] packet, final boolean damaged)
    {
        if (damaged && packet.length > 0)
        {
            packet[next(packet.length)] ^= (byte)(1 << next(8));
        }
        channels[index].receive(packet);
    }

    private byte[] raw()
    {
        final int length = Math.min(next(40), script.length - at);
        at += length;
        return Arrays.copyOfRange(script, at - length, at);
    }

    private byte[] bytes(final int length)
    {
        final byte[] bytes = new byte[length];
        scratch.getBytes(0, bytes);
        return bytes;
    }
}
