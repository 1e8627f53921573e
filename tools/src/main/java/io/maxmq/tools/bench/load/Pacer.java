package io.maxmq.tools.bench.load;

import java.io.IOException;
import java.util.List;

import io.maxmq.tools.bench.plan.Plan;
import io.maxmq.tools.bench.plan.Role;
import io.maxmq.tools.bench.plan.Settings;

/**
 * Decides who sends when: by the schedule of an open loop, or because a window opened in a closed loop. Those who may
 * send are collected during a cycle and served once at its end, so that all their messages leave in one write.
 */
final class Pacer
{
    private final Paced[] clients;
    private final Paced[] byPublisher;
    private final int[] queue;
    private final boolean[] isQueued;
    private final int[] localOf;
    private final OpenLoopSchedule schedule;
    private final boolean isPolling;
    private int queued;
    private long endNs;
    private boolean isRunning;

    Pacer(final List<Paced> clients, final Settings settings, final Plan plan)
    {
        this.clients = clients.toArray(new Paced[0]);
        queue = new int[2 * this.clients.length];
        isQueued = new boolean[this.clients.length];
        int highest = settings.clients().publishers();
        for (final Paced client : this.clients)
        {
            highest = Math.max(highest, client.publisherIndex() + 1);
        }
        byPublisher = new Paced[highest];
        localOf = new int[highest];
        for (int i = 0; i < this.clients.length; i++)
        {
            byPublisher[this.clients[i].publisherIndex()] = this.clients[i];
            localOf[this.clients[i].publisherIndex()] = i;
        }
        isPolling = settings.threads() > 1 && !settings.traffic().isOpenLoop();
        schedule = settings.traffic().isOpenLoop() && this.clients.length > 0 ? schedule(settings, plan) : null;
    }

    private OpenLoopSchedule schedule(final Settings settings, final Plan plan)
    {
        final double totalRate = settings.traffic().ratePerSecond();
        final int total = plan.count(Role.PUBLISHER) + plan.count(Role.STORM);
        final long phaseNs = (long)(1e9 / totalRate * (clients[0].publisherIndex() % settings.threads()));
        return new OpenLoopSchedule(totalRate * clients.length / total, clients.length, phaseNs);
    }

    void start(final long startNs, final long endNs)
    {
        this.endNs = endNs;
        isRunning = true;
        if (schedule != null)
        {
            schedule.start(startNs);
        }
        else
        {
            for (int i = 0; i < clients.length; i++)
            {
                enqueue(i);
            }
        }
    }

    /** No message becomes due any more; what is due already will still be sent. */
    void stop()
    {
        isRunning = false;
    }

    /** Someone received a message of this publisher, which may open its window. */
    void onCredit(final int publisher)
    {
        if (schedule == null && byPublisher[publisher] != null)
        {
            enqueue(localOf[publisher]);
        }
    }

    /** This client has reason to send: acknowledgements came, or its socket takes bytes again. */
    void enqueue(final Paced client)
    {
        enqueue(localOf[client.publisherIndex()]);
    }

    int doWork(final long nowNs)
    {
        if (schedule != null && isRunning)
        {
            releaseDue(nowNs);
        }
        else if (isPolling && isRunning)
        {
            enqueueServable();
        }
        final int count = queued;
        if (count > 0)
        {
            serve(count);
        }
        return count;
    }

    boolean isDueWithin(final long nowNs, final long spanNs)
    {
        return queued > 0 || isRunning && schedule != null && schedule.nextDueNs() - nowNs < spanNs;
    }

    /** May a message due at this time still be sent? */
    boolean isOpen(final long dueNs)
    {
        return isRunning && dueNs - endNs < 0;
    }

    /** When is the n-th message of a client due in the open loop? */
    long dueNs(final Paced client, final long n)
    {
        return schedule.dueNs(localOf[client.publisherIndex()], n);
    }

    private void releaseDue(final long nowNs)
    {
        while (schedule.nextDueNs() - endNs < 0)
        {
            final int client = schedule.poll(nowNs);
            if (client < 0)
            {
                return;
            }
            clients[client].release();
            enqueue(client);
        }
    }

    private void enqueueServable()
    {
        for (int i = 0; i < clients.length; i++)
        {
            if (clients[i].isServable())
            {
                enqueue(i);
            }
        }
    }

    private void enqueue(final int client)
    {
        if (!isQueued[client])
        {
            isQueued[client] = true;
            queue[queued++] = client;
        }
    }

    private void serve(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final int client = queue[i];
            isQueued[client] = false;
            try
            {
                clients[client].serve();
            }
            catch (final IOException ex)
            {
                clients[client].onError(ex.toString());
            }
        }
        final int left = queued - count;
        System.arraycopy(queue, count, queue, 0, left);
        queued = left;
    }
}
