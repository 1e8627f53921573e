package io.maxmq.core.state;

import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.core.lockstep.Packet;
import io.maxmq.core.lockstep.TestClient;
import io.maxmq.transport.codec.ConnectEncoder;
import io.maxmq.transport.codec.PacketType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Clients that do whatever changes lasting state: sessions of both kinds, with and without expiry and wills,
 * subscriptions plain, with wildcards and shared, messages of every QoS, retained ones, acknowledgements late, never or
 * refused, connections that break.
 */
final class RandomLoad
{
    private static final int CLIENTS = 6;
    private static final String[] FILTERS = {"a/0", "a/1", "a/+", "#", "b/#", "$share/g/a/+", "$share/h/b/0", "b/2"};

    private final Random random;
    private final List<TestClient> clients = new ArrayList<>();
    private Lockstep broker;

    RandomLoad(final Lockstep broker, final long seed)
    {
        this.broker = broker;
        random = new Random(seed);
        for (int i = 0; i < CLIENTS; i++)
        {
            clients.add(broker.client("client-" + i));
        }
    }

    void moveTo(final Lockstep next)
    {
        broker = next;
    }

    /** One client does one thing, and the broker goes a few steps or none. */
    void act()
    {
        final TestClient client = clients.get(random.nextInt(CLIENTS));
        if (!client.isConnected())
        {
            connect(client);
        }
        else
        {
            act(client);
        }
        if (random.nextInt(20) == 0)
        {
            broker.clockMs(random.nextInt(3_000));
        }
        broker.steps(random.nextInt(4));
        acknowledge(client);
    }

    private void connect(final TestClient client)
    {
        final int kind = random.nextInt(8);
        client.sendConnect(kind == 0, connect ->
        {
            connect.sessionExpirySeconds(kind <= 1 ? 0 : kind == 2 ? 2 : 0xFFFF_FFFFL);
            connect.receiveMaximum(1 + random.nextInt(8));
            if (random.nextInt(3) == 0)
            {
                will(connect);
            }
        });
    }

    private void will(final ConnectEncoder connect)
    {
        connect.will("a/" + random.nextInt(3), ("will " + random.nextInt()).getBytes(), random.nextInt(3),
            random.nextBoolean());
        connect.willDelaySeconds(random.nextInt(3));
    }

    private void act(final TestClient client)
    {
        switch (random.nextInt(16))
        {
            case 0:
                client.lose();
                break;

            case 1:
                client.disconnect(random.nextBoolean() ? 0 : 4);
                break;

            case 2:
            case 3:
                client.sendSubscribe(subscribe ->
                {
                    subscribe.subscriptionId(random.nextInt(3));
                    subscribe.filter(FILTERS[random.nextInt(FILTERS.length)], random.nextInt(3));
                    subscribe.filter(FILTERS[random.nextInt(FILTERS.length)], random.nextInt(3));
                });
                break;

            case 4:
                client.sendUnsubscribe(FILTERS[random.nextInt(FILTERS.length)]);
                break;

            default:
                final String topic = (random.nextBoolean() ? "a/" : "b/") + random.nextInt(4);
                final boolean clears = random.nextInt(5) == 0;
                client.publish(topic, clears ? "" : "message " + random.nextInt(), random.nextInt(3),
                    random.nextInt(4) == 0);
                break;
        }
    }

    /** Some of what was received; the rest later, after a reconnect, or never. */
    private void acknowledge(final TestClient client)
    {
        for (final Packet packet : client.takeAll())
        {
            if (!client.isConnected() || random.nextInt(4) == 0)
            {
                continue;
            }
            switch (packet.type())
            {
                case PacketType.PUBLISH:
                    if (packet.qos() > 0)
                    {
                        client.ack(packet.qos() == 1 ? PacketType.PUBACK : PacketType.PUBREC, packet.packetId(),
                            random.nextInt(20) == 0 ? 0x80 : 0);
                    }
                    break;

                case PacketType.PUBREC:
                    client.ack(PacketType.PUBREL, packet.packetId());
                    break;

                case PacketType.PUBREL:
                    client.ack(PacketType.PUBCOMP, packet.packetId());
                    break;

                default:
                    break;
            }
        }
    }
}
