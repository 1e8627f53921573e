package io.maxmq.server.crash;

import java.io.IOException;

/** A broker on a journal that is started again each time it has died. How a life ends is said before it begins. */
interface MortalBroker extends AutoCloseable
{
    /** Where it listens in its present life. */
    int port();

    /** Deaths so far. */
    int deathCount();

    /**
     * Lets it die when it is time, and starts it again when it is dead.
     *
     * @return whether it is another one now: all connections have gone.
     */
    boolean look() throws IOException, InterruptedException;

    /** Lets it die now, and begins the next life. */
    boolean kill() throws IOException, InterruptedException;

    @Override
    void close() throws InterruptedException;
}
