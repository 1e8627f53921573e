package io.maxmq.tools.bench.load;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many deliveries of each publisher's messages the receivers have seen: what opens the window of a closed loop.
 * Each engine writes its own row (single writer, ordered stores) and a publisher's engine adds up the rows.
 *
 * <p>Deliveries of one message to several receivers are counted together, so a message counts as complete when there
 * have been as many deliveries as all messages up to it need.
 */
public final class Credits
{
    private final AtomicLongArray[] rows;
    private final int deliveriesPerMessage;

    /**
     * @param engines              number of rows.
     * @param publishers           of the whole run.
     * @param deliveriesPerMessage how many receivers each message has, at least 1.
     */
    public Credits(final int engines, final int publishers, final int deliveriesPerMessage)
    {
        rows = new AtomicLongArray[engines];
        for (int i = 0; i < engines; i++)
        {
            rows[i] = new AtomicLongArray(publishers);
        }
        this.deliveriesPerMessage = deliveriesPerMessage;
    }

    /**
     * Count one delivery.
     *
     * @param engine    that saw it: the caller's own.
     * @param publisher whose message it was.
     */
    public void onDelivery(final int engine, final int publisher)
    {
        final AtomicLongArray row = rows[engine];
        row.lazySet(publisher, row.getPlain(publisher) + 1);
    }

    /**
     * How many of a publisher's messages have reached all of their receivers?
     *
     * @param publisher index in the run.
     * @return the number of complete messages.
     */
    public long complete(final int publisher)
    {
        long deliveries = 0;
        for (final AtomicLongArray row : rows)
        {
            deliveries += row.get(publisher);
        }
        return deliveriesPerMessage == 1 ? deliveries : deliveries / deliveriesPerMessage;
    }

    /**
     * @return whether receivers may live on other engines than their publishers.
     */
    public boolean isShared()
    {
        return rows.length > 1;
    }
}
