package io.maxmq.core.session;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of one client (MQTT-4.1), kept by its home worker and touched by that thread alone.
 * <p>
 * A <em>clean</em> session ends with its connection and lives in memory only; its id is negative. A
 * <em>persistent</em> session lives in the log: the fields under "fold" change in one way only, when an event is
 * applied, so that a recovered broker finds them as they were. The fields under "live" belong to the present
 * connection. A session once persistent stays so until it ends, whatever its expiry becomes (rule 2 of the log).
 */
public final class Session
{
    /** An expiry interval that never ends (MQTT-3.1.2.11.2). */
    public static final long NEVER_EXPIRES = 0xFFFF_FFFFL;

    private final long id;
    private final ClientKey key;
    private final boolean persistent;

    // fold
    final OutboundQueue out = new OutboundQueue();
    final QueueNotes notes = new QueueNotes();
    private final InboundQos2 inboundQos2 = new InboundQos2();
    private final Map<String, SessionSubscription> subscriptions = new LinkedHashMap<>();
    private final Map<String, SessionSubscription> subscriptionsView = Collections.unmodifiableMap(subscriptions);
    private int connectionNumber;
    private boolean connected;
    private long expirySeconds;
    private long closedAtMs;
    private int receiveMaximum;
    private Will will;
    /** Bytes of the messages in the queue. */
    long queuedBytes;
    /** Everything behind the window and before this number has been dropped. */
    long dropCursor;

    // of the worker's collection of sessions, and of snapshots
    Session previous;
    Session next;
    /** The newest snapshot that has this session as it was then, or began before it was made. */
    int image;

    // live
    private Outlet outlet;
    long sendCursor;
    int inFlight;
    private boolean willHandedOver;
    private long timerId;
    /** Where {@link #held} is accounted for while the session exists, else null. */
    private SessionMemory memory;
    private long held;

    public Session(final long id, final ClientKey key, final boolean persistent)
    {
        this.id = id;
        this.key = key;
        this.persistent = persistent;
        held = SessionMemory.ofSession(key.clientId().length);
    }

    public long id()
    {
        return id;
    }

    public ClientKey key()
    {
        return key;
    }

    public int tenant()
    {
        return key.tenant();
    }

    public boolean isPersistent()
    {
        return persistent;
    }

    /**
     * A connection has been opened for the session.
     *
     * @param expirySeconds  session expiry interval.
     * @param receiveMaximum of the client.
     * @param will           of the connection, or null.
     */
    public void opened(final long expirySeconds, final int receiveMaximum, final Will will)
    {
        connectionNumber++;
        connected = true;
        this.expirySeconds = expirySeconds;
        this.receiveMaximum = receiveMaximum;
        will(will);
    }

    /**
     * The connection has gone.
     *
     * @param atMs time of the event.
     */
    public void closed(final long atMs)
    {
        connected = false;
        closedAtMs = atMs;
    }

    public int connectionNumber()
    {
        return connectionNumber;
    }

    public boolean isConnected()
    {
        return connected;
    }

    public long expirySeconds()
    {
        return expirySeconds;
    }

    public void expirySeconds(final long seconds)
    {
        expirySeconds = seconds;
    }

    /**
     * When a session whose connection has gone ends by itself.
     *
     * @return milliseconds since the epoch, {@link Long#MAX_VALUE} for never.
     */
    public long expiresAtMs()
    {
        return expirySeconds == NEVER_EXPIRES ? Long.MAX_VALUE : closedAtMs + expirySeconds * 1000;
    }

    /**
     * When the will of a connection that has gone is to be published (MQTT-3.1.3.2.2).
     *
     * @return milliseconds since the epoch.
     */
    public long willDueAtMs()
    {
        return Math.min(closedAtMs + will.delaySeconds() * 1000, expiresAtMs());
    }

    public long closedAtMs()
    {
        return closedAtMs;
    }

    public int receiveMaximum()
    {
        return receiveMaximum;
    }

    public Will will()
    {
        return will;
    }

    public void clearWill()
    {
        will(null);
    }

    private void will(final Will newWill)
    {
        hold(memoryOf(newWill) - memoryOf(will));
        will = newWill;
        willHandedOver = false;
    }

    private static int memoryOf(final Will will)
    {
        return will == null ? 0 : SessionMemory.ofWill(will.block().capacity());
    }

    /** The session begins to exist. */
    void accountTo(final SessionMemory account)
    {
        memory = account;
        account.add(held);
    }

    /** The session exists no more. */
    void release()
    {
        if (memory != null)
        {
            memory.add(-held);
            memory = null;
        }
    }

    private void hold(final int bytes)
    {
        held += bytes;
        if (memory != null)
        {
            memory.add(bytes);
        }
    }

    public boolean isWillHandedOver()
    {
        return willHandedOver;
    }

    public void willHandedOver(final boolean handedOver)
    {
        willHandedOver = handedOver;
    }

    public InboundQos2 inboundQos2()
    {
        return inboundQos2;
    }

    public OutboundQueue out()
    {
        return out;
    }

    /**
     * The session's subscriptions by filter, in the order in which they were made.
     *
     * @return filter to subscription; a view.
     */
    public Map<String, SessionSubscription> subscriptions()
    {
        return subscriptionsView;
    }

    /**
     * Makes a subscription, or replaces that of the same filter (MQTT-3.8.4-3).
     *
     * @param filter       of it.
     * @param subscription to remember.
     */
    public void subscribe(final String filter, final SessionSubscription subscription)
    {
        final SessionSubscription replaced = subscriptions.put(filter, subscription);
        hold(subscription.memory() - (replaced == null ? 0 : replaced.memory()));
    }

    /**
     * Ends a subscription.
     *
     * @param filter of it.
     * @return whether there was one.
     */
    public boolean unsubscribe(final String filter)
    {
        final SessionSubscription removed = subscriptions.remove(filter);
        hold(removed == null ? 0 : -removed.memory());
        return removed != null;
    }

    /**
     * Finds the identifier of a subscription by its incarnation.
     *
     * @param incarnation which SUBSCRIBE made it.
     * @param index       of the filter in it.
     * @return the identifier, 0 for none, -1 where the subscription has gone or was replaced.
     */
    public int subscriptionId(final long incarnation, final int index)
    {
        for (final SessionSubscription subscription : subscriptions.values())
        {
            if (subscription.incarnation() == incarnation && subscription.index() == index)
            {
                return subscription.subscriptionId();
            }
        }
        return -1;
    }

    /**
     * @return bytes of the messages in the queue.
     */
    public long queuedBytes()
    {
        return queuedBytes;
    }

    /**
     * @return number behind the last message that its queue's limits have dropped from the middle.
     */
    public long dropCursor()
    {
        return dropCursor;
    }

    /**
     * What is noted of a message in the queue, and cannot be found where the message is.
     *
     * @param number of the message.
     * @return a value that differs where shared group or subscription id differ, 0 where nothing is noted.
     */
    public long noteOf(final long number)
    {
        return OutboundQueue.noted(out.get(number)) ? notes.get(number) : 0;
    }

    public Outlet outlet()
    {
        return outlet;
    }

    public void attach(final Outlet outlet)
    {
        this.outlet = outlet;
        sendCursor = out.head();
        inFlight = 0;
    }

    public void detach()
    {
        outlet = null;
        inFlight = 0;
    }

    /**
     * Whether messages wait that have not been sent on this connection.
     *
     * @return true if so.
     */
    public boolean wantsPump()
    {
        return outlet != null && sendCursor < out.next();
    }

    public int inFlight()
    {
        return inFlight;
    }

    public long timerId()
    {
        return timerId;
    }

    public void timerId(final long timerId)
    {
        this.timerId = timerId;
    }

    void restore(final int newConnectionNumber, final boolean wasConnected, final long newExpirySeconds,
        final long newClosedAtMs, final int newReceiveMaximum, final Will newWill)
    {
        connectionNumber = newConnectionNumber;
        connected = wasConnected;
        expirySeconds = newExpirySeconds;
        closedAtMs = newClosedAtMs;
        receiveMaximum = newReceiveMaximum;
        will(newWill);
    }

    @Override
    public String toString()
    {
        return key + (persistent ? " (session " : " (clean session ") + Long.toHexString(id) + ')';
    }
}
