/**
 * TLS: certificates and keys from files, and the layer that encrypts a connection. The handshake's calculations run on
 * threads of their own (see {@link io.maxmq.transport.tcp.Acceptor}); a worker encrypts and decrypts only.
 */
package io.maxmq.transport.tls;
