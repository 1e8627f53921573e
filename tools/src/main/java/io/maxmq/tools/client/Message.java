package io.maxmq.tools.client;

/**
 * An application message, to send or received.
 *
 * @param topic      to publish to, or published to.
 * @param payload    bytes.
 * @param qos        0 to 2; for a received message that of its delivery.
 * @param retain     flag.
 * @param duplicate  flag of a received message.
 * @param packetId   of a received message; 0 at QoS 0.
 * @param properties of MQTT 5.
 */
public record Message(
    String topic,
    byte[] payload,
    int qos,
    boolean retain,
    boolean duplicate,
    int packetId,
    MessageProperties properties)
{

    /**
     * A message to send.
     *
     * @param topic      to publish to.
     * @param payload    bytes.
     * @param qos        0 to 2.
     * @param retain     flag.
     * @param properties of MQTT 5.
     * @return it.
     */
    public static Message of(
        final String topic,
        final byte[] payload,
        final int qos,
        final boolean retain,
        final MessageProperties properties)
    {
        return new Message(topic, payload, qos, retain, false, 0, properties);
    }
}
