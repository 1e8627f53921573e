package io.maxmq.server.listeners;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Sockets that speak one version of TLS. */
final class OneVersion extends SSLSocketFactory
{
    private final SSLSocketFactory factory;
    private final String version;

    OneVersion(final SSLSocketFactory factory, final String version)
    {
        this.factory = factory;
        this.version = version;
    }

    private Socket restricted(final Socket socket)
    {
        ((SSLSocket)socket).setEnabledProtocols(new String[]{version});
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites()
    {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites()
    {
        return factory.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException
    {
        return restricted(factory.createSocket());
    }

    @Override
    public Socket createSocket(final Socket socket, final String host, final int port, final boolean autoClose)
        throws IOException
    {
        return restricted(factory.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(final String host, final int port) throws IOException
    {
        return restricted(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(final String host, final int port, final InetAddress local, final int localPort)
        throws IOException
    {
        return restricted(factory.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(final InetAddress host, final int port) throws IOException
    {
        return restricted(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(final InetAddress host, final int port, final InetAddress local, final int localPort)
        throws IOException
    {
        return restricted(factory.createSocket(host, port, local, localPort));
    }
}
