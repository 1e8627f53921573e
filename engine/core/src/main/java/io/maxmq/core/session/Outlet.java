package io.maxmq.core.session;

import io.maxmq.core.message.Message;

/**
 * What a session sees of the network connection it is attached to. Calls never block; what does not fit is a value.
 * Owned by the session's worker thread.
 */
public interface Outlet
{
    /** The packet is in the write buffer. */
    int WRITTEN = 0;
    /** The write buffer is full: nothing was written; the session is pumped again when the buffer has drained. */
    int BLOCKED = 1;
    /** The packet is larger than the client takes (MQTT-3.1.2-24): nothing was written. */
    int TOO_LARGE = 2;
    /** The client may not receive messages of this topic: nothing was written. */
    int NOT_ALLOWED = 3;

    /**
     * Writes a PUBLISH.
     *
     * @param message  to send.
     * @param qos      effective QoS.
     * @param retain   RETAIN flag.
     * @param dup      DUP flag.
     * @param packetId of the delivery, 0 at QoS 0.
     * @param ids      subscription identifiers.
     * @param idCount  how many of them count.
     * @return {@link #WRITTEN}, {@link #BLOCKED}, {@link #TOO_LARGE} or {@link #NOT_ALLOWED}.
     */
    int sendPublish(Message message, int qos, boolean retain, boolean dup, int packetId, int[] ids, int idCount);

    /**
     * Writes PUBACK, PUBREC, PUBREL or PUBCOMP.
     *
     * @param packetType of the packet.
     * @param packetId   it is about.
     * @param reasonCode of MQTT 5; left out for clients of earlier versions.
     */
    void sendAck(int packetType, int packetId, int reasonCode);

    /**
     * The client's receive maximum (MQTT-3.3.4-9).
     *
     * @return how many QoS 1 and 2 messages may be unacknowledged.
     */
    int receiveMaximum();

    /** Asks that {@link OutboundFlow#pump} runs for the session in this cycle or a later one. */
    void requestPump();

    /** The session's queue is full, and its client is to be disconnected for that. */
    void overflow();
}
