package io.maxmq.core.state;

import io.maxmq.core.retained.RetainedEntry;
import io.maxmq.core.topic.Subscription;
import io.maxmq.core.topic.SubscriptionStore;
import io.maxmq.journal.event.FieldWriter;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.LongHashSet;

import java.util.List;
import java.util.TreeSet;

/**
 * Writes what the owners of topics know, and the messages that they and the sessions refer to. What several owners know
 * is written once. Sorted by its text. Not thread-safe.
 */
final class OwnerDump
{
    private final StateLines out;
    private final boolean live;
    private final StateFilter filter;
    private final LongHashSet references;
    private final MutableDirectBuffer scratch = new ExpandableArrayBuffer(256);

    OwnerDump(final StateLines out, final boolean live, final StateFilter filter, final LongHashSet references)
    {
        this.out = out;
        this.live = live;
        this.filter = filter;
        this.references = references;
    }

    void write(final List<WorkerState> workers)
    {
        final TreeSet<Line> lines = new TreeSet<>();
        for (final WorkerState state : workers)
        {
            if (filter.everything())
            {
                state.subscriptions().forEach(subscription -> addRoute(state.subscriptions(), subscription, lines));
                state.ledger().forEach((sequence, sessionId, flags) -> addShared(sequence, sessionId, flags, lines));
                if (!live)
                {
                    state.scans().forEachLasting((session, incarnation, index, barrier) ->
                        lines.add(new Line(Kind.SCAN, 0, "", session, incarnation, index, 0)));
                }
            }
            state.retained().forEach(entry -> addRetained(entry, lines));
        }
        lines.forEach(this::write);
        final StoredDump stored = new StoredDump(out);
        stored.write(references, workers.get(0).stored());
    }

    private void addRoute(final SubscriptionStore store, final Subscription subscription, final TreeSet<Line> lines)
    {
        if (subscription.persistent())
        {
            lines.add(new Line(Kind.ROUTE, subscription.tenant(), store.filter(subscription),
                subscription.sessionId(), subscription.incarnation(), subscription.options(),
                subscription.subscriptionId()));
        }
    }

    private void addShared(final long sequence, final long sessionId, final int flags, final TreeSet<Line> lines)
    {
        references.add(sequence);
        // A running broker knows what a clean session has left in two ways until one event settles both.
        lines.add(new Line(Kind.SHARED, 0, "", sequence, sessionId, live ? 0 : flags, 0));
    }

    private void addRetained(final RetainedEntry entry, final TreeSet<Line> lines)
    {
        final int length = entry.getTopic(scratch, 0);
        final String topic = scratch.getStringWithoutLengthUtf8(0, length);
        if (filter.topic(entry.tenant(), topic))
        {
            references.add(entry.sequence());
            lines.add(new Line(Kind.RETAINED, entry.tenant(), topic, entry.sequence(), entry.expiryDeadlineMs(), 0, 0));
        }
    }

    private void write(final Line line)
    {
        final FieldWriter fields = out.begin(line.kind.name, 0).optional("tenant", line.tenant);
        switch (line.kind)
        {
            case ROUTE:
                fields.text("filter", line.text).number("session", line.a).number("sequence", line.b);
                fields.number("options", line.c).optional("id", line.d);
                break;

            case RETAINED:
                fields.text("topic", line.text).number("message", line.a);
                if (line.b != Long.MAX_VALUE)
                {
                    fields.number("expiresAtMs", line.b);
                }
                break;

            case SHARED:
                fields.number("message", line.a).number("session", line.b).number("targetFlags", line.c);
                break;

            default:
                fields.number("session", line.a).number("sequence", line.b).number("index", line.c);
                break;
        }
        out.end();
    }

    /** In the order in which they are written. */
    private enum Kind
    {
        ROUTE("route"), RETAINED("retained"), SHARED("unsettled"), SCAN("scan");

        private final String name;

        Kind(final String name)
        {
            this.name = name;
        }
    }

    /** One line by its kind, topic or filter, and numbers. */
    private record Line(Kind kind, int tenant, String text, long a, long b, int c, int d) implements Comparable<Line>
    {
        @Override
        public int compareTo(final Line other)
        {
            int result = kind.compareTo(other.kind);
            result = result != 0 ? result : Integer.compare(tenant, other.tenant);
            result = result != 0 ? result : text.compareTo(other.text);
            result = result != 0 ? result : Long.compare(a, other.a);
            result = result != 0 ? result : Long.compare(b, other.b);
            result = result != 0 ? result : Integer.compare(c, other.c);
            return result != 0 ? result : Integer.compare(d, other.d);
        }
    }
}
