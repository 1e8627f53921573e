package io.maxmq.tools.bench.load;

import java.io.IOException;

/**
 * A client that the {@link Pacer} tells when it may send.
 */
interface Paced
{
    /** One more message is due (open loop only). */
    void release();

    /** Send what may be sent: what is due, or what the window allows. */
    void serve() throws IOException;

    /** Is there anything new that could be sent? Asked once per cycle where receivers live on other engines. */
    boolean isServable();

    /** @return index among the publishers of the run. */
    int publisherIndex();

    /** An error on this client's connection. */
    void onError(String reason);
}
