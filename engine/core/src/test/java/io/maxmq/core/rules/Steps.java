package io.maxmq.core.rules;

import io.maxmq.core.lockstep.Lockstep;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.log.CrashableLog;

import java.util.ArrayList;
import java.util.List;

/** What the tests of the log's rules have in common. */
final class Steps
{
    private Steps()
    {
    }

    static CrashableLog log(final Lockstep broker)
    {
        return (CrashableLog)broker.log();
    }

    /** Runs to the end with a log that is synced only when told. */
    static void runAndSync(final Lockstep broker)
    {
        long before;
        do
        {
            before = log(broker).appended();
            broker.run();
            log(broker).sync();
            broker.run();
        }
        while (log(broker).appended() != before || log(broker).committed() != before);
    }

    /** Sequences of the events of a type, in order. */
    static List<Long> events(final Lockstep broker, final int type)
    {
        final List<Long> result = new ArrayList<>();
        for (long sequence = 1; sequence <= log(broker).appended(); sequence++)
        {
            if (EventHeader.type(log(broker).event(sequence), 0) == type)
            {
                result.add(sequence);
            }
        }
        return result;
    }
}
