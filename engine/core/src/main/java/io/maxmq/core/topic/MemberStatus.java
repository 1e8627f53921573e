package io.maxmq.core.topic;

/**
 * What a partition owner last heard about a session, to choose well among the members of its shared groups. It is a
 * hint: it may lag behind, and a message that meets a session that cannot take it comes back to be chosen again.
 */
public enum MemberStatus
{
    /** Connected, with room in its send window: the first choice. */
    ONLINE,

    /** Connected, its receive maximum used up or its buffers full: chosen when nobody is {@link #ONLINE}. */
    BUSY,

    /** Not connected: chosen last, only for QoS 1 and 2, and only where the session is persistent. */
    OFFLINE
}
