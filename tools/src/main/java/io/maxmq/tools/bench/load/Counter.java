package io.maxmq.tools.bench.load;

/**
 * What every engine counts. The order is the order of the report.
 */
public enum Counter
{
    /** Messages written by publishers; in the storm scenario: connections begun. */
    SENT("sent"),
    /** Messages finished by PUBACK or PUBCOMP. */
    ACKED("acknowledged"),
    /** Messages that came for the first time; in the storm scenario: CONNACKs. */
    DELIVERED("delivered"),
    /** Messages that came again though nothing allowed it. */
    DUPLICATES("duplicates"),
    /** Messages that came again, flagged DUP, after a subscriber's connection had ended (QoS 1 allows it). */
    REDELIVERED("redelivered"),
    /** Messages that came after a later one of the same lane. */
    REORDERED("reordered"),
    /** Payloads of a wrong length, of another run, or damaged. */
    CORRUPT("corrupt"),
    /** Messages that this subscriber had not asked for. */
    MISROUTED("misrouted"),
    /** Acknowledgements with an error code, or for a message not in flight. */
    REFUSED("refused"),
    /** Connections accepted by CONNACK. */
    CONNECTED("connected"),
    /** Clients that are ready for traffic. */
    READY("ready"),
    /** Connections that ended though nobody asked for it, or were never accepted. */
    BROKEN("broken connections"),
    /** Sessions that the broker should have kept and had not. */
    SESSIONS_LOST("lost sessions"),
    /** Bytes read from sockets. */
    BYTES_IN("bytes in"),
    /** Bytes written to sockets. */
    BYTES_OUT("bytes out"),
    /** Reads from sockets. */
    READS("reads"),
    /** Writes to sockets. */
    WRITES("writes"),
    /** Nanoseconds in cycles that found nothing to do: what the engine has in reserve. */
    IDLE_NS("idle ns");

    private final String label;

    Counter(final String label)
    {
        this.label = label;
    }

    /**
     * @return its name for people.
     */
    public String label()
    {
        return label;
    }
}
