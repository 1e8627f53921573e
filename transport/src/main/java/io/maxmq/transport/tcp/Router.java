package io.maxmq.transport.tcp;

import org.agrona.DirectBuffer;

/**
 * Chooses the worker that a new connection belongs to, by what its CONNECT says. Called on the acceptor's thread with a
 * whole packet; keeps no reference to it.
 */
@FunctionalInterface
public interface Router
{
    /**
     * Result of {@link #workerFor(int, DirectBuffer, int, int)}: close the connection without an answer.
     */
    int REFUSE = -1;

    /**
     * @param listenerId  of the listener that accepted the connection.
     * @param connectBody buffer that holds CONNECT.
     * @param offset      of CONNECT's variable header, behind the fixed header.
     * @param length      of variable header and payload: the packet's remaining length.
     * @return index of the worker, or {@link #REFUSE}. A packet that cannot be understood but deserves an answer (an
     * unsupported version) may go to any worker.
     */
    int workerFor(int listenerId, DirectBuffer connectBody, int offset, int length);
}
