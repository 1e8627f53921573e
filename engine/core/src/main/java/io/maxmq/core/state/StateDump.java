package io.maxmq.core.state;

import io.maxmq.core.session.Session;
import io.maxmq.core.session.SessionLimits;
import io.maxmq.journal.event.FieldWriter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the lasting state of a broker in <b>one canonical form</b>: the same state gives the same lines, byte for byte,
 * whatever the number of workers and however the state came about (live, recovered, from a snapshot, replayed by a
 * tool). {@code maxmq journal replay} prints it, and tests compare with it:
 * <pre>
 *   // two folds of one journal, or the fold of a journal and that of its compacted copy, are equal:
 *   assertEquals(StateDump.of(foldA.states()).text(), StateDump.of(foldB.states()).text());
 *
 *   // a running worker equals the fold of the log up to where it has come (on the worker's thread):
 *   StateDump.ofLive(worker.state()).text()      // the log up to worker.applied()
 *   // and, by a fold of the same worker of as many:
 *   StateFold.create(index, partitioning, tail).foldTo(applied); StateDump.ofLive(fold.state()).text()
 * </pre>
 * What is where: sessions by id with will, subscriptions (in the order of their making, which counts), QoS 2 ids in
 * flight from the client, and queue; then what owners know: routes, retained messages by topic, messages of shared
 * groups without a settled receiver, retained scans that would start again; then every stored message to which any of
 * that refers, with the CRC32C of its bytes, so that a copy that lost or changed one does not pass for equal.
 * <p>
 * What only a running broker knows is left out: connections, what was sent but not logged, acknowledgements on the way
 * to the log. {@link #ofLive} also leaves out what differs between a run and its replay by nature: whether a message may
 * have been sent (a replay assumes it at the next start, see {@code OutboundFlow.assumeSent}) and scans under way.
 * <p>
 * Limits: a retained message that has expired is in the state until somebody meets it, so let none expire where live and
 * replayed states are compared. Not thread-safe; the states must stand still.
 */
public final class StateDump
{
    private final List<WorkerState> workers;
    private final boolean live;
    private final StateFilter filter;

    private StateDump(final List<WorkerState> workers, final boolean live, final StateFilter filter)
    {
        this.workers = workers;
        this.live = live;
        this.filter = filter;
    }

    /**
     * @param workers of one broker, all of them, at the same place of the log.
     * @return their whole state.
     */
    public static StateDump of(final List<WorkerState> workers)
    {
        return new StateDump(List.copyOf(workers), false, StateFilter.ALL);
    }

    /**
     * @param worker running, or a replay to compare with one.
     * @return what the two have in common.
     */
    public static StateDump ofLive(final WorkerState worker)
    {
        return new StateDump(List.of(worker), true, StateFilter.ALL);
    }

    /**
     * @param wanted of the state.
     * @return a dump of that part of it.
     */
    public StateDump where(final StateFilter wanted)
    {
        return new StateDump(workers, live, wanted);
    }

    /**
     * @return all lines of text, for comparing.
     */
    public String text()
    {
        final StringBuilder text = new StringBuilder();
        write(false, line -> text.append(line).append('\n'));
        return text.toString();
    }

    /**
     * Hands out the lines in their order.
     *
     * @param json  whether a line is a JSON object rather than text.
     * @param lines takes each, to be used during the call.
     */
    public void write(final boolean json, final Consumer<CharSequence> lines)
    {
        final StateLines out = new StateLines(json, lines);
        writeLimits(out);
        final SessionDump sessions = new SessionDump(out, live);
        for (final Home home : homes())
        {
            sessions.write(home.session);
        }
        new OwnerDump(out, live, filter, sessions.references()).write(workers);
    }

    private void writeLimits(final StateLines out)
    {
        // Of every worker by the same events; a difference would show as one line more.
        SessionLimits last = null;
        for (final WorkerState state : workers)
        {
            final SessionLimits limits = state.outbound().persistentLimits();
            if (!limits.equals(last) && filter.everything())
            {
                final FieldWriter line = out.begin("limits", 0);
                line.number("queueMaxMessages", limits.maxQueued()).number("queueMaxBytes", limits.maxBytes());
                line.number("queueMaxAgeMs", limits.maxAgeMs()).word("overflow", limits.overflow().name());
                out.end();
            }
            last = limits;
        }
    }

    /** A session and the worker that has it. */
    private record Home(Session session, WorkerState state)
    {
        long id()
        {
            return session.id();
        }
    }

    private List<Home> homes()
    {
        final List<Home> homes = new ArrayList<>();
        for (final WorkerState state : workers)
        {
            for (final Session session : state.sessions().all())
            {
                if (session.isPersistent() && filter.session(session))
                {
                    homes.add(new Home(session, state));
                }
            }
        }
        homes.sort(Comparator.comparingLong(Home::id));
        return homes;
    }
}
