package io.maxmq.tools.bench.plan;

/**
 * What a client does once it is connected.
 */
public enum Role
{
    /** Publishes on its lanes. */
    PUBLISHER,
    /** Receives, verifies and acknowledges. */
    SUBSCRIBER,
    /** A subscriber with a persistent session; in the restart scenario it goes offline from time to time. */
    PERSISTENT_SUBSCRIBER,
    /** Stores one retained message per lane while it gets ready, and clears them at the end. */
    RETAINED_PUBLISHER,
    /** Subscribes again and again, each time to receive all retained messages. */
    RETAINED_SUBSCRIBER,
    /** Is connected, perhaps subscribed to topics that nobody uses, and silent. */
    IDLE,
    /** Connects and disconnects in a loop. */
    STORM
}
