package io.maxmq.journal.log;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.maxmq.journal.event.AckedEvent;
import io.maxmq.journal.event.KeyHash;
import io.maxmq.journal.event.MessageEvent;
import io.maxmq.journal.event.MessageFlyweight;
import io.maxmq.journal.event.TargetsEncoder;
import java.lang.management.ManagementFactory;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Nothing is allocated per event: a new segment now and then is all. */
class AllocationTest
{
    private static final int EVENTS = 200_000;

    private final InMemoryLog log = new InMemoryLog(LogConfig.forReaders(1));
    private final LogTail tail = log.tail(0, 1);
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);
    private final MessageEvent message = new MessageEvent();
    private final MessageEvent decoder = new MessageEvent();
    private final AckedEvent acked = new AckedEvent();
    private final TargetsEncoder targets = new TargetsEncoder();
    private final EventView view = new EventView();
    private final KeyHash hash = new KeyHash(1, 2);
    private final UnsafeBuffer block = new UnsafeBuffer(new byte[128]);
    private final EventHandler handler = this::onEvent;
    private long nowMs = 1;
    private long sum;
    private int wanted;
    private final Sequencer sequencer = new Sequencer(log, () -> nowMs, readers -> sum += readers, this::poll);

    private int poll(final EventSink sink, final int limit)
    {
        int taken = 0;
        while (wanted > 0 && taken < limit)
        {
            message.wrapForWrite(buffer, 0).qos(1).packetId(wanted & 0xFFFF).workers(1, 1);
            message.putMessage(block, 0, block.capacity());
            targets.reset().add(wanted & 7, 1, 0).add(3, 1, 5).add(1, 2, 0);
            message.targetsWritten(targets.encode(buffer, message.targetsOffset()));
            acked.wrapForWrite(buffer, 2048).add(1, wanted, AckedEvent.PUBACK, 77);
            if (!sink.offer(buffer, 0, message.length()) || !sink.offer(buffer, 2048, acked.length()))
            {
                throw new AssertionError("full");
            }
            sum += hash.forTopic(0, block, 24, 40, 2);
            wanted--;
            taken++;
        }
        return taken;
    }

    private boolean onEvent(final long sequence, final DirectBuffer source, final int offset, final int length)
    {
        if (decoder.wrap(source, offset, length))
        {
            tail.retain(sequence);
            if (tail.read(sequence, view))
            {
                sum += view.length();
            }
            tail.release(sequence);
        }
        return true;
    }

    private void work(final int events)
    {
        wanted = events;
        while (wanted > 0 || tail.position() < log.committed())
        {
            nowMs++;
            sequencer.doWork();
            tail.poll(handler, 100);
        }
    }

    @Test
    void shouldNotAllocatePerEvent()
    {
        block.setMemory(0, block.capacity(), (byte)0);
        new MessageFlyweight().wrapForWrite(block, 0, 1, false, 40, 0, 64, Long.MAX_VALUE);
        work(EVENTS);
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        final long before = threads.getThreadAllocatedBytes(thread);
        work(EVENTS);
        final long allocated = threads.getThreadAllocatedBytes(thread) - before;
        assertTrue(allocated < EVENTS / 4, () -> allocated + " bytes for " + 2 * EVENTS + " events " + sum);
    }
}
