package io.maxmq.benchmarks;

import io.maxmq.journal.chronicle.ChronicleLog;
import io.maxmq.journal.chronicle.JournalConfig;
import io.maxmq.journal.chronicle.SyncMode;
import io.maxmq.journal.event.EventHeader;
import io.maxmq.journal.event.MessageEvent;
import io.maxmq.journal.event.MessageFlyweight;
import io.maxmq.journal.event.SessionOpenEvent;
import io.maxmq.journal.event.TargetsEncoder;
import io.maxmq.journal.log.LogAppender;
import io.maxmq.journal.log.Wakeups;
import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a broker takes to start on a journal in which messages wait for sessions that are away, from the events alone
 * and from a snapshot, and what heap it has then.
 * <pre>
 *   java … io.maxmq.benchmarks.RecoveryTime ‹empty folder› [messages = 1000000] [sessions = 10]
 * </pre>
 * Every message waits for every session: a million for ten sessions are ten million that are queued.
 */
public final class RecoveryTime
{
    private static final int PAYLOAD_LENGTH = 100;
    private static final long WAIT_NS = 1_000_000L;
    private static final String JOURNAL = "journal";

    private final Path data;
    private final int messages;
    private final int sessions;

    private RecoveryTime(final Path data, final int messages, final int sessions)
    {
        this.data = data;
        this.messages = messages;
        this.sessions = sessions;
    }

    public static void main(final String[] args) throws IOException
    {
        new RecoveryTime(Path.of(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000,
            args.length > 2 ? Integer.parseInt(args[2]) : 10).run();
    }

    private void run() throws IOException
    {
        // The first start makes the key of the hash.
        start("empty journal").close();
        write();
        try (Broker broker = start("from the events"))
        {
            System.out.printf("snapshot: %,d ms%n", snapshot());
            System.out.println(broker.workers().size() + " workers");
        }
        start("from the snapshot").close();
    }

    private Broker start(final String name)
    {
        final long beginNs = System.nanoTime();
        final Broker broker = Broker.launch(BrokerConfig.with("data=" + data, "log.kind=journal", "log.sync=none",
            "log.snapshot-size=unlimited", "queue.max-messages=10000000", "queue.max-bytes=unlimited", "workers=1",
            "listener.tcp.port=0", "listener.tcp.bind=127.0.0.1"));
        final double seconds = (System.nanoTime() - beginNs) / 1e9;
        System.gc();
        final Runtime runtime = Runtime.getRuntime();
        System.out.printf("%s: %.2f s, %,.0f messages/s, %,.0f queued/s, heap %,d MiB%n", name, seconds,
            messages / seconds, (double)messages * sessions / seconds,
            (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        return broker;
    }

    /** Milliseconds that one takes. */
    private long snapshot() throws IOException
    {
        final long beginNs = System.nanoTime();
        final Path manifest = data.resolve(JOURNAL).resolve("manifest");
        Files.createFile(data.resolve(JOURNAL).resolve("snapshot.request"));
        while (!Files.readString(manifest).contains("\nsnapshot "))
        {
            LockSupport.parkNanos(WAIT_NS);
        }
        return (System.nanoTime() - beginNs) / 1_000_000L;
    }

    private void write() throws IOException
    {
        final JournalConfig config = JournalConfig.in(data.resolve(JOURNAL), 1).withSync(SyncMode.NONE)
            .withSnapshotBytes(0);
        try (ChronicleLog log = ChronicleLog.open(config, Wakeups.NONE, Throwable::printStackTrace))
        {
            final LogAppender appender = log.appender();
            final MutableDirectBuffer buffer = new ExpandableArrayBuffer(4096);
            final TargetsEncoder targets = new TargetsEncoder().reset();
            for (int i = 0; i < sessions; i++)
            {
                targets.add(append(appender, buffer, session(buffer, i)), 1, 0);
            }
            for (int i = 0; i < messages; i++)
            {
                append(appender, buffer, message(buffer, targets));
            }
            System.out.printf("%,d messages for %d sessions, %,d MiB%n", messages, sessions, log.storedBytes() >> 20);
        }
    }

    private static long append(final LogAppender appender, final MutableDirectBuffer buffer, final int length)
    {
        long sequence = appender.append(buffer, 0, length);
        while (sequence < 0)
        {
            appender.doWork();
            LockSupport.parkNanos(WAIT_NS);
            sequence = appender.append(buffer, 0, length);
        }
        appender.commit();
        return sequence;
    }

    private static int session(final MutableDirectBuffer buffer, final int number)
    {
        final UnsafeBuffer id = new UnsafeBuffer(("client-" + number).getBytes(StandardCharsets.UTF_8));
        return new SessionOpenEvent().wrapForWrite(buffer, 0).workers(EventHeader.ALL_WORKERS, 1)
            .sessionExpirySeconds(0xFFFF_FFFFL).receiveMaximum(100).protocolVersion(5)
            .putClientId(id, 0, id.capacity()).length();
    }

    private static int message(final MutableDirectBuffer buffer, final TargetsEncoder targets)
    {
        final UnsafeBuffer topic = new UnsafeBuffer("plant/7/line/3".getBytes(StandardCharsets.UTF_8));
        final MessageEvent event = new MessageEvent().wrapForWrite(buffer, 0).workers(EventHeader.ALL_WORKERS, 1).qos(1);
        final MessageFlyweight block = new MessageFlyweight().wrapForWrite(buffer, event.messageOffset(), 1, false,
            topic.capacity(), 0, PAYLOAD_LENGTH, MessageFlyweight.NO_EXPIRY);
        block.putTopic(buffer, topic, 0);
        event.messageWritten((int)MessageFlyweight.blockLength(topic.capacity(), 0, PAYLOAD_LENGTH));
        event.targetsWritten(targets.encode(buffer, event.targetsOffset()));
        return event.length();
    }
}
