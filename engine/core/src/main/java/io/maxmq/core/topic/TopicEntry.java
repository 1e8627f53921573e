package io.maxmq.core.topic;

/**
 * What a worker remembers about a topic: that it was found well formed, the worker that owns it, and, at the owner, who
 * gets its messages. Handed out by {@link MatchCache#lookup}; valid until the next lookup in the same cache.
 */
public final class TopicEntry {
    private static final int UNCHECKED = -1;

    int tenant;
    byte[] topic = new byte[64];
    int length;
    int hash;
    private int ownerWorker = UNCHECKED;

    TopicEntry() {
    }

    /**
     * Whether UTF-8, characters and levels were found right earlier, so that this need not be looked at again, and the
     * owner is known.
     *
     * @return true if so.
     */
    public boolean isChecked() {
        return ownerWorker != UNCHECKED;
    }

    /**
     * Records that the topic is well formed and who owns it.
     *
     * @param owner worker that owns the topic's partition.
     */
    public void checked(final int owner) {
        ownerWorker = owner;
    }

    /**
     * The worker that owns the topic's partition.
     *
     * @return 0 to 63; only when {@link #isChecked()}.
     */
    public int ownerWorker() {
        return ownerWorker;
    }

    void uncheck() {
        ownerWorker = UNCHECKED;
    }
}
