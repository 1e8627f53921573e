package io.maxmq.tools.client;

/**
 * Is told of every packet, for people who want to look.
 */
public interface PacketTrace
{
    /** Does not look. */
    PacketTrace NONE = (direction, packet) -> {};

    /**
     * @param direction "sent" or "received".
     * @param packet    in words.
     */
    void onPacket(String direction, String packet);
}
