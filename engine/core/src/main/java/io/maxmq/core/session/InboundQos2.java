package io.maxmq.core.session;

import org.agrona.collections.Int2IntHashMap;

/**
 * The QoS 2 packet ids that a publisher has in flight towards the broker (MQTT-4.3.3).
 * <pre>
 *   (none) --PUBLISH--> DECIDED --event applied, PUBREC--> RECEIVED --PUBREL--> RELEASING --applied, PUBCOMP--> (none)
 * </pre>
 * To the log everything from {@code RECEIVED} on is one state: received. Owned by one worker thread.
 */
public final class InboundQos2
{
    /** The id is free. */
    public static final int NONE = 0;
    /** Handed to the topic's owner; PUBREC has not been sent. */
    public static final int DECIDED = 1;
    /** As {@link #DECIDED}, and the client sent the message again on its present connection. */
    public static final int DECIDED_AGAIN = 2;
    /** PUBREC sent; the message must not be forwarded again. */
    public static final int RECEIVED = 3;
    /** PUBREL came; its event is on the way to the log. */
    public static final int RELEASING = 4;

    /** As {@link #RELEASING}, and the client sent PUBREL again on its present connection. */
    public static final int RELEASING_AGAIN = 5;

    private final Int2IntHashMap states = new Int2IntHashMap(NONE);

    public int state(final int packetId)
    {
        return states.get(packetId);
    }

    public void state(final int packetId, final int state)
    {
        if (state == NONE)
        {
            states.remove(packetId);
        }
        else
        {
            states.put(packetId, state);
        }
    }

    /** All ids are free. */
    public void clear()
    {
        states.clear();
    }

    public int size()
    {
        return states.size();
    }

    public Int2IntHashMap states()
    {
        return states;
    }
}
