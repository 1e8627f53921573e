package io.maxmq.tools.bench.plan;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The broker, and how clients connect to it.
 *
 * @param address           of the broker.
 * @param sources           local addresses to connect from in turn (each gives some 28,000 connections); empty: any.
 * @param version           3 (MQTT 3.1), 4 (3.1.1) or 5.
 * @param user              name, or null.
 * @param password          or null.
 * @param keepAliveSeconds  0 turns it off.
 * @param connectsInFlight  most connections being established at a time.
 * @param connectsPerSecond bound on new connections, 0 for none.
 */
public record Target(
    InetSocketAddress address,
    List<InetAddress> sources,
    int version,
    String user,
    String password,
    int keepAliveSeconds,
    int connectsInFlight,
    double connectsPerSecond)
{
    /**
     * @return whether packets have the form of MQTT 5.
     */
    public boolean isMqtt5()
    {
        return version == 5;
    }
}
