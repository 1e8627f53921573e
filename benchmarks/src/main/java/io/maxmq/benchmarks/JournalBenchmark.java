package io.maxmq.benchmarks;

import io.maxmq.journal.chronicle.ChronicleLog;
import io.maxmq.journal.chronicle.JournalConfig;
import io.maxmq.journal.chronicle.SyncMode;
import io.maxmq.journal.event.MessageEvent;
import io.maxmq.journal.event.MessageFlyweight;
import io.maxmq.journal.log.InMemoryLog;
import io.maxmq.journal.log.Log;
import io.maxmq.journal.log.LogAppender;
import io.maxmq.journal.log.LogConfig;
import io.maxmq.journal.log.LogTail;
import io.maxmq.journal.log.Wakeups;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What an event costs that is appended, published in batches of 64, and read by a worker that keeps up. One invocation
 * appends a fixed number of events, since what is appended stays on the disk until the end. The journal needs the JVM to
 * be opened for Chronicle Queue, see benchmarks/README.md.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 5)
public class JournalBenchmark
{
    private static final int EVENTS = 200_000;
    private static final int BATCH = 64;
    private static final UnsafeBuffer TOPIC = new UnsafeBuffer("plant/7/line/3/temperature".getBytes());

    /** Which log, and how it is flushed. */
    @Param({"memory", "none", "interval", "batch"})
    String log;

    /** Bytes of a message's payload. */
    @Param({"64", "1024"})
    int payload;

    private final ExpandableArrayBuffer event = new ExpandableArrayBuffer();
    private int length;
    private Path folder;
    private Log opened;
    private LogTail tail;
    private long seen;

    /** Begins an empty log. */
    @Setup(Level.Trial)
    public void open() throws IOException
    {
        final int block = (int)MessageFlyweight.blockLength(TOPIC.capacity(), 0, payload);
        final MessageEvent message = new MessageEvent().wrapForWrite(event, 0)
            .publisherSessionId(1).qos(1).packetId(1).publisherIsPersistent(true);
        new MessageFlyweight().wrapForWrite(event, message.messageOffset(), 1, false, TOPIC.capacity(), 0, payload,
            MessageFlyweight.NO_EXPIRY).putTopic(event, TOPIC, 0);
        length = message.messageWritten(block).length();
        folder = Files.createTempDirectory("maxmq-journal-benchmark");
        opened = "memory".equals(log) ? new InMemoryLog(LogConfig.forReaders(1)) : ChronicleLog.open(
            JournalConfig.in(folder, 1).withSync(SyncMode.valueOf(log.toUpperCase(Locale.ROOT))), Wakeups.NONE,
            Throwable::printStackTrace);
        tail = opened.tail(0, opened.firstSequence());
    }

    /** Removes its files. */
    @TearDown(Level.Trial)
    public void close()
    {
        opened.close();
        IoUtil.delete(folder.toFile(), true);
    }

    /**
     * The way of a message through the log.
     *
     * @return events seen.
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long appendAndTail()
    {
        final LogAppender appender = opened.appender();
        for (int appended = 0; appended < EVENTS; appended += BATCH)
        {
            appender.timestampMs(System.currentTimeMillis());
            for (int i = 0; i < BATCH; i++)
            {
                while (appender.append(event, 0, length) < 0)
                {
                    appender.doWork();
                    Thread.onSpinWait();
                }
            }
            appender.commit();
            appender.doWork();
            poll();
        }
        while (tail.position() < appender.appended())
        {
            poll();
        }
        return seen;
    }

    private void poll()
    {
        tail.poll((sequence, buffer, offset, eventLength) ->
        {
            seen += eventLength;
            return true;
        }, BATCH);
    }
}
