package io.maxmq.core.retained;

import org.agrona.DirectBuffer;

/**
 * Where a scan through the retained messages stands. It remembers filter and last topic by value, so the store may change
 * as it likes between two steps. One per subscription being served; reusable through {@link #reset()}.
 */
public final class RetainedCursor {
    int tenant;
    byte[] filter = new byte[0];
    byte[] last;
    boolean started;
    boolean done;

    /**
     * Whether the scan is complete.
     *
     * @return true when nothing more will come.
     */
    public boolean isDone() {
        return done;
    }

    /** Makes it ready for another scan. */
    public void reset() {
        started = false;
        done = false;
        last = null;
    }

    void start(final int newTenant, final DirectBuffer newFilter, final int offset, final int length) {
        tenant = newTenant;
        filter = new byte[length];
        newFilter.getBytes(offset, filter);
        started = true;
    }
}
