package io.maxmq.transport.tcp;

import java.util.Objects;

/**
 * Where to listen. Immutable.
 */
public final class ListenerConfig
{
    private final int id;
    private final String name;
    private final String host;
    private final int port;
    private final int backlog;
    private final int receiveBufferLength;
    private final int sendBufferLength;
    private final LayerFactory layers;
    private final boolean proxied;
    private final boolean local;

    /**
     * A listener whose sockets have the system's buffer sizes.
     *
     * @param id      that connections carry, unique within the broker.
     * @param name    for people.
     * @param host    name or address to bind.
     * @param port    to bind, 0 for one that the system chooses.
     * @param backlog of connections that the kernel holds until they are accepted.
     */
    public ListenerConfig(final int id, final String name, final String host, final int port, final int backlog)
    {
        this(id, name, host, port, backlog, 0, 0);
    }

    /**
     * @param id                  that connections carry, unique within the broker.
     * @param name                for people.
     * @param host                name or address to bind.
     * @param port                to bind, 0 for one that the system chooses.
     * @param backlog             of connections that the kernel holds until they are accepted.
     * @param receiveBufferLength of each socket in bytes, 0 for the system's choice.
     * @param sendBufferLength    of each socket in bytes, 0 for the system's choice.
     */
    public ListenerConfig(
        final int id,
        final String name,
        final String host,
        final int port,
        final int backlog,
        final int receiveBufferLength,
        final int sendBufferLength)
    {
        this(id, name, host, port, backlog, receiveBufferLength, sendBufferLength, null, false, false);
    }

    private ListenerConfig(
        final int id,
        final String name,
        final String host,
        final int port,
        final int backlog,
        final int receiveBufferLength,
        final int sendBufferLength,
        final LayerFactory layers,
        final boolean proxied,
        final boolean local)
    {
        this.id = id;
        this.name = Objects.requireNonNull(name, "name");
        this.host = Objects.requireNonNull(host, "host");
        this.port = port;
        this.backlog = backlog;
        this.receiveBufferLength = receiveBufferLength;
        this.sendBufferLength = sendBufferLength;
        this.layers = layers;
        this.proxied = proxied;
        this.local = local;
    }

    /**
     * @param factory of what lies between its sockets and the packets, as TLS; null for nothing.
     * @return the same listener with that.
     */
    public ListenerConfig layers(final LayerFactory factory)
    {
        return new ListenerConfig(
            id, name, host, port, backlog, receiveBufferLength, sendBufferLength, factory, proxied, local);
    }

    /**
     * @param on whether every connection begins with the header of a proxy, which is believed.
     * @return the same listener with that.
     */
    public ListenerConfig proxied(final boolean on)
    {
        return new ListenerConfig(
            id, name, host, port, backlog, receiveBufferLength, sendBufferLength, layers, on, local);
    }

    /**
     * @param on whether this is a Unix socket; its host is the path of a file then.
     * @return the same listener with that.
     */
    public ListenerConfig local(final boolean on)
    {
        return new ListenerConfig(
            id, name, host, port, backlog, receiveBufferLength, sendBufferLength, layers, proxied, on);
    }

    /**
     * @return whether every connection begins with the header of a proxy.
     */
    public boolean isProxied()
    {
        return proxied;
    }

    /**
     * @return whether this is a Unix socket.
     */
    public boolean isLocal()
    {
        return local;
    }

    /**
     * @return what is put upon each of its sockets, or null.
     */
    public LayerFactory layers()
    {
        return layers;
    }

    /**
     * @return id that connections carry.
     */
    public int id()
    {
        return id;
    }

    /**
     * @return name for people.
     */
    public String name()
    {
        return name;
    }

    /**
     * @return name or address to bind.
     */
    public String host()
    {
        return host;
    }

    /**
     * @return port to bind, 0 for one that the system chooses; {@link Acceptor#boundPort(ListenerConfig)} tells which.
     */
    public int port()
    {
        return port;
    }

    /**
     * @return number of connections that the kernel holds until they are accepted.
     */
    public int backlog()
    {
        return backlog;
    }

    /**
     * @return size of each socket's receive buffer in bytes, 0 for the system's choice.
     */
    public int receiveBufferLength()
    {
        return receiveBufferLength;
    }

    /**
     * @return size of each socket's send buffer in bytes, 0 for the system's choice.
     */
    public int sendBufferLength()
    {
        return sendBufferLength;
    }

    public String toString()
    {
        return name + "(" + id + ") " + (local ? host : host + ":" + port);
    }
}
