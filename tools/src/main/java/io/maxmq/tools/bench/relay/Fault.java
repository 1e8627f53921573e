package io.maxmq.tools.bench.relay;

/**
 * What a relay does wrong on purpose, so that tests can see whether it is noticed.
 */
@FunctionalInterface
public interface Fault
{
    /** Forward the message as it is. */
    int NONE = 0;
    /** Do not forward it. */
    int LOSE = 1;
    /** Forward it twice. */
    int DOUBLE = 2;
    /** Forward it with a changed payload. */
    int DAMAGE = 3;

    /** Makes no mistakes. */
    Fault NEVER = number -> NONE;

    /**
     * Decide.
     *
     * @param number of the message, counted from 1 over all publishers.
     * @return one of the constants.
     */
    int of(long number);
}
