package io.maxmq.transport.bus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Tells the senders whether a receiver's thread sleeps, so that a system call is paid only for one that does.
 * <p>
 * The receiver (one thread), at the end of an idle duty cycle:
 * <pre>
 *   flag.prepare();                          // 1: parked = true, full fence
 *   if (noInputAtAll())                      // 2: every input that a sender may fill is looked at again
 *   {
 *       selector.select(timeoutMs);          // 3
 *   }
 *   flag.clear();                            // 4
 * </pre>
 * A sender (any thread):
 * <pre>
 *   publish the input;                       // a
 *   flag.wake();                             // b: full fence, look at the flag; whoever flips it calls the Waker
 * </pre>
 * No wake is lost. Between the writes 1 and a and the reads 2 and b stands a full fence on either side, so the two
 * reads cannot both miss (Dekker): either step 2 sees the input, and the receiver does not sleep, or step b sees the
 * flag, and the sender (or another one that was quicker to flip it, after the same write 1) calls the waker after
 * write 1. The waker is sticky, so it ends the sleep even if it comes before step 3. A wake that comes after step 4
 * makes one later sleep end early, which costs a cycle and nothing else.
 * <p>
 * The field {@code waker} is plain: it is written before the flag is set, and read only after the flag was flipped,
 * and a successful compare-and-set of the flag synchronises with its setting.
 */
public final class ParkFlag
{
    private static final VarHandle PARKED;

    static
    {
        try
        {
            PARKED = MethodHandles.lookup().findVarHandle(ParkFlag.class, "parked", boolean.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private Waker waker;
    @SuppressWarnings("unused")
    private boolean parked;

    /**
     * A flag whose thread does not park yet; {@link #waker(Waker)} comes before the first {@link #prepare()}.
     */
    public ParkFlag()
    {
        this(() -> {});
    }

    /**
     * @param waker that ends the receiver's sleep.
     */
    public ParkFlag(final Waker waker)
    {
        this.waker = waker;
    }

    /**
     * Set what ends the receiver's sleep. Receiver only, never between {@link #prepare()} and {@link #clear()}.
     *
     * @param waker that ends the receiver's sleep.
     */
    public void waker(final Waker waker)
    {
        this.waker = waker;
    }

    /**
     * Receiver: announce the sleep. Afterwards look at every input, then sleep, then {@link #clear()}.
     */
    public void prepare()
    {
        PARKED.setVolatile(this, true);
        VarHandle.fullFence();
    }

    /**
     * Receiver: awake again, whether it slept or not.
     */
    public void clear()
    {
        PARKED.setVolatile(this, false);
    }

    /**
     * Sender: wake the receiver if it sleeps or is about to, after something was published for it. Any thread.
     *
     * @return true if this call was the one that had to wake it.
     */
    public boolean wake()
    {
        VarHandle.fullFence();
        if ((boolean)PARKED.getOpaque(this) && PARKED.compareAndSet(this, true, false))
        {
            waker.wake();
            return true;
        }

        return false;
    }

    /**
     * @return true if the receiver sleeps or is about to, and nobody has woken it. For display and tests.
     */
    public boolean isParked()
    {
        return (boolean)PARKED.getVolatile(this);
    }
}
