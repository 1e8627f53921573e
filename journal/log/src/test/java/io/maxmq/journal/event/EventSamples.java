package io.maxmq.journal.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One event of every type with random contents, each in a buffer of exactly its length. */
final class EventSamples
{
    private final Random random;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();

    EventSamples(final long seed)
    {
        random = new Random(seed);
    }

    static UnsafeBuffer bytes(final String text)
    {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    List<UnsafeBuffer> all()
    {
        final List<UnsafeBuffer> events = new ArrayList<>();
        events.add(copy(new BrokerStartEvent().wrapForWrite(buffer, 0).unclean(random.nextBoolean())
            .datacenter(next()).machine(next()).process(next()).run(next())));
        events.add(copy(new LimitsEvent().wrapForWrite(buffer, 0).sessionExpiryCapSeconds(random.nextLong())
            .queueMaxBytes(random.nextLong()).overflowPolicy(random.nextInt(4)).hashKey0(random.nextLong())));
        events.add(copy(sessionOpen(random.nextBoolean())));
        events.add(copy(new SessionClosedEvent().wrapForWrite(buffer, 0).sessionId(random.nextLong())
            .connectionNumber(next()).sessionExpirySeconds(random.nextInt(3) - 1).discardWill(random.nextBoolean())));
        events.add(copy(new SessionEndEvent().wrapForWrite(buffer, 0).sessionId(random.nextLong())
            .reason(random.nextInt(5))));
        events.add(copy(subscribe()));
        events.add(copy(unsubscribe()));
        events.add(copy(message()));
        events.add(copy(acked()));
        events.add(copy(new ReleasedEvent().wrapForWrite(buffer, 0).sessionId(random.nextLong())
            .connectionNumber(next()).packetId(random.nextInt(65536))));
        events.add(copy(retained()));
        events.add(copy(new ReassignedEvent().wrapForWrite(buffer, 0).messageSequence(random.nextLong())
            .fromSessionId(random.nextLong()).toSessionId(random.nextLong()).targetFlags(next())
            .subscriptionId(next())));
        events.add(copy(new WillCancelledEvent().wrapForWrite(buffer, 0).sessionId(random.nextLong())
            .connectionNumber(next())));
        events.add(copy(new RetainedExpiredEvent().wrapForWrite(buffer, 0).messageSequence(random.nextLong())));
        events.add(copy(new CheckpointEvent().wrapForWrite(buffer, 0).previous(random.nextLong())));
        events.add(copy(snapshotSession(random.nextBoolean())));
        events.add(copy(new SnapshotQueueEvent().wrapForWrite(buffer, 0).sessionId(random.nextLong())
            .firstNumber(random.nextLong()).add(random.nextLong()).add(random.nextLong())
            .addNote(random.nextLong(), random.nextLong())));
        final UnsafeBuffer topic = bytes("a/" + "b".repeat(random.nextInt(9)));
        events.add(copy(new SnapshotRetainedEvent().wrapForWrite(buffer, 0)
            .add(random.nextLong(), random.nextLong(), next(), topic, 0, topic.capacity())
            .add(random.nextLong(), Long.MAX_VALUE, next(), topic, 0, 1)));
        events.add(copy(new SnapshotSharedEvent().wrapForWrite(buffer, 0)
            .add(SnapshotSharedEvent.HELD, random.nextLong(), random.nextLong(), next())
            .add(random.nextInt(5), random.nextLong(), 0, 0)));
        events.add(copy(new SnapshotScanEvent().wrapForWrite(buffer, 0).sessionId(random.nextLong())
            .subscriptionSequence(random.nextLong()).filterIndex(next()).barrierSequence(random.nextLong())));
        events.add(copy(new SnapshotEndEvent().wrapForWrite(buffer, 0).records(random.nextLong())
            .references(random.nextLong())));
        return events;
    }

    private SnapshotSessionEvent snapshotSession(final boolean will)
    {
        final SnapshotSessionEvent event = new SnapshotSessionEvent().wrapForWrite(buffer, 0)
            .field(SnapshotSessionEvent.SESSION_ID_OFFSET, random.nextLong()).connected(random.nextBoolean())
            .connectionNumber(next()).receiveMaximum(random.nextInt(65536))
            .putClientId("c".repeat(random.nextInt(20)).getBytes(StandardCharsets.UTF_8));
        if (will)
        {
            final UnsafeBuffer block = block("will/topic", random.nextInt(40));
            event.putWill(block, block.capacity());
        }
        return event.addJump(random.nextLong(), random.nextLong()).addInbound(1).addInbound(65_535)
            .addSubscription(random.nextLong(), 0, next(), 2, "a/#".getBytes(StandardCharsets.UTF_8))
            .addSubscription(random.nextLong(), 1, 0, 1, "$share/g/b".getBytes(StandardCharsets.UTF_8));
    }

    private UnsafeBuffer copy(final EventFlyweight<?> event)
    {
        event.tenant(next()).flags();
        event.workers(random.nextLong(), random.nextInt(64)).origin(random.nextInt(64), random.nextLong());
        EventHeader.stamp(buffer, 0, random.nextLong() >>> 1, random.nextLong());
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[event.length()]);
        copy.putBytes(0, buffer, 0, event.length());
        return copy;
    }

    private SessionOpenEvent sessionOpen(final boolean will)
    {
        final DirectBuffer id = bytes("client" + "x".repeat(random.nextInt(20)));
        final SessionOpenEvent event = new SessionOpenEvent().wrapForWrite(buffer, 0).cleanStart(random.nextBoolean())
            .keyHash(random.nextLong()).sessionExpirySeconds(random.nextInt()).receiveMaximum(65535).protocolVersion(5);
        event.putClientId(id, 0, id.capacity());
        if (will)
        {
            final UnsafeBuffer block = block("will/topic", random.nextInt(40));
            event.willDelaySeconds(3).putWill(block, 0, block.capacity());
        }
        return event;
    }

    private SubscribeEvent subscribe()
    {
        final SubscribeEvent event = new SubscribeEvent().wrapForWrite(buffer, 0).sessionId(random.nextLong())
            .connectionNumber(next()).subscriptionId(next()).requestRef(random.nextLong());
        final int count = random.nextInt(5);
        for (int i = 0; i < count; i++)
        {
            final DirectBuffer filter = bytes("a/#".repeat(random.nextInt(5)));
            event.addFilter(random.nextInt(256), filter, 0, filter.capacity());
        }
        return event;
    }

    private UnsubscribeEvent unsubscribe()
    {
        final UnsubscribeEvent event = new UnsubscribeEvent().wrapForWrite(buffer, 0).sessionId(random.nextLong());
        final int count = random.nextInt(5);
        for (int i = 0; i < count; i++)
        {
            final DirectBuffer filter = bytes("\u0001\"+/b\u2028é\ud83d\ude00".repeat(random.nextInt(3)));
            event.addFilter(filter, 0, filter.capacity());
        }
        return event;
    }

    private MessageEvent message()
    {
        final MessageEvent event = new MessageEvent().wrapForWrite(buffer, 0).publisherSessionId(random.nextLong())
            .publisherConnectionNumber(next()).packetId(random.nextInt(65536)).qos(random.nextInt(3))
            .retainedChange(random.nextBoolean()).will(random.nextBoolean());
        final UnsafeBuffer block = block("topic/" + random.nextInt(), random.nextInt(100));
        event.putMessage(block, 0, block.capacity());
        final TargetsEncoder targets = new TargetsEncoder().reset();
        final int count = random.nextInt(6);
        for (int i = 0; i < count; i++)
        {
            targets.add(random.nextInt(8), random.nextInt(32), random.nextInt(3));
        }
        buffer.checkLimit(event.targetsOffset() + targets.encodedLength());
        return event.targetsWritten(targets.encode(buffer, event.targetsOffset()));
    }

    private UnsafeBuffer block(final String topic, final int payloadLength)
    {
        final DirectBuffer topicBytes = bytes(topic);
        final UnsafeBuffer block = new UnsafeBuffer(
            new byte[(int)MessageFlyweight.blockLength(topicBytes.capacity(), 2, payloadLength)]);
        new MessageFlyweight().wrapForWrite(block, 0, random.nextInt(3), random.nextBoolean(), topicBytes.capacity(), 2,
            payloadLength, random.nextBoolean() ? MessageFlyweight.NO_EXPIRY : random.nextLong())
            .putTopic(block, topicBytes, 0);
        return block;
    }

    private AckedEvent acked()
    {
        final AckedEvent event = new AckedEvent().wrapForWrite(buffer, 0);
        final int count = random.nextInt(10);
        for (int i = 0; i < count; i++)
        {
            event.add(random.nextLong(), random.nextLong(), random.nextInt(7), random.nextLong() >>> 8);
        }
        return event;
    }

    private RetainedEvent retained()
    {
        final RetainedEvent event = new RetainedEvent().wrapForWrite(buffer, 0).sessionId(random.nextLong())
            .subscriptionSequence(random.nextLong()).filterIndex(next()).last(random.nextBoolean());
        final int count = random.nextInt(10);
        for (int i = 0; i < count; i++)
        {
            event.add(random.nextLong(), random.nextInt(3), random.nextInt(256));
        }
        return event;
    }

    private int next()
    {
        return random.nextInt();
    }
}
