package io.maxmq.journal.log;

/** Prints what an append and a poll of a 200-byte message cost; run by hand. */
public final class AppendSpeed
{
    private AppendSpeed()
    {
    }

    public static void main(final String[] args)
    {
        final InMemoryLog log = new InMemoryLog(LogConfig.forReaders(1));
        final LogTail tail = log.tail(0, 1);
        final TestEvents events = new TestEvents().message(1, 48);
        final int count = 2_000_000;
        for (int round = 0; round < 5; round++)
        {
            long appendNs = 0;
            long pollNs = 0;
            for (int i = 0; i < count; i += 64)
            {
                final long from = System.nanoTime();
                for (int j = 0; j < 64; j++)
                {
                    events.appendTo(log.appender());
                }
                log.appender().timestampMs(from / 1_000_000);
                log.appender().commit();
                log.appender().doWork();
                final long middle = System.nanoTime();
                tail.poll((sequence, buffer, offset, length) -> buffer.getByte(offset + length - 1) == 0, 64);
                appendNs += middle - from;
                pollNs += System.nanoTime() - middle;
            }
            System.out.println(events.length() + " bytes: append " + appendNs / count + " ns, poll " + pollNs / count +
                " ns, used " + log.usedBytes() + " at " + log.committed());
        }
    }
}
