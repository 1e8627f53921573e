package io.maxmq.core.partition;

/**
 * What one connection, or one stage of the bus, may cost the worker before others have their turn. Bytes and packets
 * do not tell: a short PUBLISH may be looked up in a great many filters, or go to a great many subscribers. Who has
 * spent it stops behind the present packet and goes on in the next cycle.
 * <p>
 * In units of about 50 ns: a node of the tree of subscriptions is one, a delivery {@value #DELIVERY}. Owned by one
 * worker's thread.
 */
public final class WorkBudget
{
    private static final int DELIVERY = 4;
    private static final int UNITS = 128 * 1024;

    private int left = UNITS;

    /** Somebody else's turn begins. */
    public void begin()
    {
        left = UNITS;
    }

    void spend(final int nodes, final int deliveries)
    {
        left -= Math.min(UNITS, nodes) + DELIVERY * Math.min(UNITS, deliveries);
    }

    /**
     * @return whether it is the next one's turn.
     */
    public boolean isSpent()
    {
        return left <= 0;
    }
}
