package io.maxmq.core.partition;

import io.maxmq.core.message.Message;

/**
 * A message that wants to be published, and where it came from. Reused; owned by one worker thread.
 */
public final class PublishRequest
{
    private final Message message = new Message();
    private long sessionId;
    private int connectionNumber;
    private int packetId;
    private int originWorker;
    private boolean persistentPublisher;
    private boolean will;
    private boolean leftover;

    public Message message()
    {
        return message;
    }

    /**
     * Names the publisher.
     *
     * @param worker           home of the publisher's session.
     * @param session          id of the publisher's session, 0 where there is none.
     * @param connection       number of its connection.
     * @param packet           id of the PUBLISH, 0 at QoS 0.
     * @param persistent       whether the session is persistent.
     * @return this.
     */
    public PublishRequest from(
        final int worker, final long session, final int connection, final int packet, final boolean persistent)
    {
        originWorker = worker;
        sessionId = session;
        connectionNumber = connection;
        packetId = packet;
        persistentPublisher = persistent;
        will = false;
        leftover = false;
        return this;
    }

    public PublishRequest will(final boolean isWill)
    {
        will = isWill;
        return this;
    }

    public long sessionId()
    {
        return sessionId;
    }

    public int connectionNumber()
    {
        return connectionNumber;
    }

    public int packetId()
    {
        return packetId;
    }

    public int originWorker()
    {
        return originWorker;
    }

    public boolean persistentPublisher()
    {
        return persistentPublisher;
    }

    public boolean isWill()
    {
        return will;
    }

    /**
     * Says that this is what a member of a shared group left: what is retained has been decided before.
     *
     * @return this.
     */
    public PublishRequest leftover()
    {
        leftover = true;
        return this;
    }

    public boolean isLeftover()
    {
        return leftover;
    }

    /**
     * Whether somebody waits to hear what became of the message.
     *
     * @return true for QoS 1 and 2.
     */
    public boolean wantsReply()
    {
        return packetId != 0;
    }
}
