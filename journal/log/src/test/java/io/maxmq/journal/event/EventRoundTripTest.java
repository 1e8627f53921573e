package io.maxmq.journal.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What is written is what is read, field by field, at any offset and over whatever was in the buffer before. */
@PropertyDefaults(tries = 100)
class EventRoundTripTest
{
    private static final int OFFSET = 24;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();

    EventRoundTripTest()
    {
        buffer.setMemory(0, 4096, (byte)0x5A);
    }

    @Property
    void header(@ForAll final int tenant, @ForAll final long workers,
        @ForAll @IntRange(min = 1, max = 64) final int count,
        @ForAll @IntRange(max = 63) final int origin, @ForAll final long decision, @ForAll final long sequence,
        @ForAll final long timeMs)
    {
        final WillCancelledEvent written = new WillCancelledEvent().wrapForWrite(buffer, OFFSET).tenant(tenant)
            .workers(workers, count).origin(origin, decision);
        EventHeader.stamp(buffer, OFFSET, sequence, timeMs);
        final WillCancelledEvent read = read(new WillCancelledEvent(), written);
        assertEquals(EventType.WILL_CANCELLED, EventHeader.type(buffer, OFFSET));
        assertEquals(tenant, read.tenant());
        assertEquals(workers, read.workers());
        assertEquals(count, read.workerCount());
        assertEquals(origin, read.originWorker());
        assertEquals(decision, read.decision());
        assertEquals(sequence, read.sequence());
        assertEquals(timeMs, read.timestampMs());
        assertEquals(0, read.flags());
        assertEquals(workers, EventHeader.concerned(buffer, OFFSET, count));
        assertEquals(EventHeader.ALL_WORKERS, EventHeader.concerned(buffer, OFFSET, count + 1));
    }

    @Property
    void brokerStart(@ForAll final boolean unclean, @ForAll final int datacenter, @ForAll final int machine,
        @ForAll final int process, @ForAll final int run)
    {
        final BrokerStartEvent read = read(new BrokerStartEvent(), new BrokerStartEvent().wrapForWrite(buffer, OFFSET)
            .unclean(unclean).datacenter(datacenter).machine(machine).process(process).run(run));
        assertEquals(unclean, read.unclean());
        assertEquals(datacenter, read.datacenter());
        assertEquals(machine, read.machine());
        assertEquals(process, read.process());
        assertEquals(run, read.run());
    }

    @Property
    void limits(@ForAll @Size(8) final long[] v, @ForAll final int policy, @ForAll final int cap,
        @ForAll final int version, @ForAll final int levels)
    {
        final LimitsEvent read = read(new LimitsEvent(), new LimitsEvent().wrapForWrite(buffer, OFFSET)
            .sessionExpiryCapSeconds(v[0]).messageExpiryCapSeconds(v[1]).queueMaxMessages(v[2]).queueMaxBytes(v[3])
            .queueMaxAgeMs(v[4]).hashKey0(v[5]).hashKey1(v[6]).overflowPolicy(policy).receiveMaximumCap(cap)
            .hashVersion(version).partitionLevels(levels));
        assertEquals(v[0], read.sessionExpiryCapSeconds());
        assertEquals(v[1], read.messageExpiryCapSeconds());
        assertEquals(v[2], read.queueMaxMessages());
        assertEquals(v[3], read.queueMaxBytes());
        assertEquals(v[4], read.queueMaxAgeMs());
        assertEquals(v[5], read.hashKey0());
        assertEquals(v[6], read.hashKey1());
        assertEquals(policy, read.overflowPolicy());
        assertEquals(cap, read.receiveMaximumCap());
        assertEquals(version, read.hashVersion());
        assertEquals(levels, read.partitionLevels());
    }

    @Property
    void sessionOpen(@ForAll @StringLength(max = 60) final String clientId, @ForAll final boolean clean,
        @ForAll final boolean hasWill, @ForAll final long ref, @ForAll @IntRange(max = 65535) final int receiveMaximum,
        @ForAll @IntRange(min = 3, max = 5) final int version, @ForAll @Size(max = 40) final byte[] payload)
    {
        final DirectBuffer id = EventSamples.bytes(clientId);
        final UnsafeBuffer will = block("w/t", "p", payload, 77);
        final SessionOpenEvent event = new SessionOpenEvent().wrapForWrite(buffer, OFFSET).cleanStart(clean)
            .connectionRef(ref).keyHash(~ref).sessionExpirySeconds(0xFFFF_FFFFL).willDelaySeconds(9)
            .receiveMaximum(receiveMaximum).protocolVersion(version).putClientId(id, 0, id.capacity());
        if (hasWill)
        {
            event.putWill(will, 0, will.capacity());
        }
        final SessionOpenEvent read = read(new SessionOpenEvent(), event);
        assertEquals(clean, read.cleanStart());
        assertEquals(ref, read.connectionRef());
        assertEquals(~ref, read.keyHash());
        assertEquals(0xFFFF_FFFFL, read.sessionExpirySeconds());
        assertEquals(9, read.willDelaySeconds());
        assertEquals(receiveMaximum, read.receiveMaximum());
        assertEquals(version, read.protocolVersion());
        assertSame(id, read.buffer(), read.clientIdOffset(), read.clientIdLength());
        assertEquals(hasWill, read.hasWill());
        if (hasWill)
        {
            assertSame(will, read.buffer(), read.willOffset(), read.willLength());
        }
    }

    @Property
    void sessionClosed(@ForAll final long session, @ForAll final int connection, @ForAll final long expiry,
        @ForAll final boolean discard)
    {
        final SessionClosedEvent read = read(new SessionClosedEvent(), new SessionClosedEvent()
            .wrapForWrite(buffer, OFFSET).sessionId(session).connectionNumber(connection).sessionExpirySeconds(expiry)
            .discardWill(discard));
        assertEquals(session, read.sessionId());
        assertEquals(connection, read.connectionNumber());
        assertEquals(expiry, read.sessionExpirySeconds());
        assertEquals(discard, read.discardWill());
    }

    @Property
    void smallOnes(@ForAll final long a, @ForAll final long b, @ForAll final long c, @ForAll final int d,
        @ForAll @IntRange(max = 65535) final int packetId)
    {
        final SessionEndEvent end = read(new SessionEndEvent(),
            new SessionEndEvent().wrapForWrite(buffer, OFFSET).sessionId(a).reason(d));
        assertTrue(end.sessionId() == a && end.reason() == d);
        final ReleasedEvent released = read(new ReleasedEvent(),
            new ReleasedEvent().wrapForWrite(buffer, OFFSET).sessionId(a).connectionNumber(d).packetId(packetId));
        assertTrue(released.sessionId() == a && released.connectionNumber() == d && released.packetId() == packetId);
        final ReassignedEvent reassigned = read(new ReassignedEvent(), new ReassignedEvent()
            .wrapForWrite(buffer, OFFSET).messageSequence(a).fromSessionId(b).toSessionId(c).targetFlags(d)
            .subscriptionId(packetId));
        assertTrue(reassigned.messageSequence() == a && reassigned.fromSessionId() == b);
        assertTrue(reassigned.toSessionId() == c && reassigned.targetFlags() == d);
        assertEquals(packetId, reassigned.subscriptionId());
        final WillCancelledEvent cancelled = read(new WillCancelledEvent(),
            new WillCancelledEvent().wrapForWrite(buffer, OFFSET).sessionId(a).connectionNumber(d));
        assertTrue(cancelled.sessionId() == a && cancelled.connectionNumber() == d);
        assertEquals(a, read(new RetainedExpiredEvent(),
            new RetainedExpiredEvent().wrapForWrite(buffer, OFFSET).messageSequence(a)).messageSequence());
    }

    @Property
    void subscribe(@ForAll @Size(max = 8) final List<@StringLength(max = 30) String> filters,
        @ForAll final long session,
        @ForAll final int connection, @ForAll final int id, @ForAll final long ref)
    {
        final SubscribeEvent event = new SubscribeEvent().wrapForWrite(buffer, OFFSET).sessionId(session)
            .connectionNumber(connection).subscriptionId(id).requestRef(ref);
        for (int i = 0; i < filters.size(); i++)
        {
            final DirectBuffer filter = EventSamples.bytes(filters.get(i));
            event.addFilter(255 - i, filter, 0, filter.capacity());
        }
        final SubscribeEvent read = read(new SubscribeEvent(), event);
        assertTrue(read.sessionId() == session && read.connectionNumber() == connection);
        assertTrue(read.subscriptionId() == id && read.requestRef() == ref && read.count() == filters.size());
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < filters.size(); i++)
            {
                assertTrue(read.nextFilter());
                assertEquals(i, read.filterIndex());
                assertEquals(255 - i, read.filterOptions());
                assertSame(EventSamples.bytes(filters.get(i)), read.buffer(), read.filterOffset(), read.filterLength());
            }
            assertFalse(read.nextFilter());
            read.rewindFilters();
        }
    }

    @Property
    void unsubscribe(@ForAll @Size(max = 8) final List<@StringLength(max = 30) String> filters,
        @ForAll final long session,
        @ForAll final int connection, @ForAll final long ref)
    {
        final UnsubscribeEvent event = new UnsubscribeEvent().wrapForWrite(buffer, OFFSET).sessionId(session)
            .connectionNumber(connection).requestRef(ref);
        for (final String text : filters)
        {
            final DirectBuffer filter = EventSamples.bytes(text);
            event.addFilter(filter, 0, filter.capacity());
        }
        final UnsubscribeEvent read = read(new UnsubscribeEvent(), event);
        assertTrue(read.sessionId() == session && read.connectionNumber() == connection && read.requestRef() == ref);
        assertEquals(filters.size(), read.count());
        for (final String filter : filters)
        {
            assertTrue(read.nextFilter());
            assertSame(EventSamples.bytes(filter), read.buffer(), read.filterOffset(), read.filterLength());
        }
        assertFalse(read.nextFilter());
    }

    @Property
    void message(@ForAll @StringLength(max = 60) final String topic, @ForAll @Size(max = 100) final byte[] payload,
        @ForAll @Size(max = 10) final List<@IntRange(max = 20) Integer> sessions, @ForAll final long publisher,
        @ForAll @IntRange(max = 31) final int flags, @ForAll @IntRange(max = 65535) final int packetId)
    {
        final MessageEvent event = new MessageEvent().wrapForWrite(buffer, OFFSET).publisherSessionId(publisher)
            .publisherConnectionNumber(packetId + 1).packetId(packetId).qos(2).messageIdHigh(publisher + 1)
            .messageIdLow(publisher + 2).retainedChange((flags & 1) != 0).retainedClear((flags & 2) != 0)
            .will((flags & 4) != 0).publisherIsPersistent((flags & 8) != 0).match((flags & 16) != 0);
        final UnsafeBuffer block = block(topic, "props", payload, 5);
        event.putMessage(block, 0, block.capacity());
        assertEquals(0, read(new MessageEvent(), event).buffer().getInt(event.targetsOffset()));
        final TargetsEncoder targets = new TargetsEncoder().reset();
        sessions.forEach(session -> targets.add(session, 1, session % 3));
        event.targetsWritten(targets.encode(buffer, event.targetsOffset()));
        final MessageEvent read = read(new MessageEvent(), event);
        assertEquals(flags, read.flags());
        assertTrue(read.publisherSessionId() == publisher && read.publisherConnectionNumber() == packetId + 1);
        assertTrue(read.packetId() == packetId && read.qos() == 2);
        assertTrue(read.messageIdHigh() == publisher + 1 && read.messageIdLow() == publisher + 2);
        assertSame(block, read.buffer(), read.messageOffset(), read.messageLength());
        assertEquals(targets.encodedLength(), read.targetsLength());
        assertEquals(read.length(), MessageEvent.length(read.messageLength(), read.targetsLength()));
        assertTrue(TargetsFlyweight.isValid(read.buffer(), read.targetsOffset(), read.targetsLength()));
    }

    @Property
    void acked(@ForAll @Size(max = 20) final List<Long> ids, @ForAll @IntRange(min = 1, max = 5) final int kind)
    {
        final AckedEvent event = new AckedEvent().wrapForWrite(buffer, OFFSET);
        ids.forEach(id -> event.add(id, ~id, kind, id & 0xFF_FFFF_FFFF_FFFFL));
        final AckedEvent read = read(new AckedEvent(), event);
        assertEquals(ids.size(), read.count());
        for (int i = 0; i < ids.size(); i++)
        {
            assertTrue(read.sessionId(i) == ids.get(i) && read.enqueueNumber(i) == ~ids.get(i));
            assertTrue(read.kind(i) == kind && read.logSequence(i) == (ids.get(i) & 0xFF_FFFF_FFFF_FFFFL));
        }
    }

    @Property
    void retained(@ForAll @Size(max = 20) final List<Long> messages, @ForAll final long session,
        @ForAll final int filter,
        @ForAll final boolean last)
    {
        final RetainedEvent event = new RetainedEvent().wrapForWrite(buffer, OFFSET).sessionId(session)
            .subscriptionSequence(session - 1).filterIndex(filter).last(last);
        messages.forEach(m -> event.add(m, (int)(m & 1), (int)(m & 0xFF)));
        final RetainedEvent read = read(new RetainedEvent(), event);
        assertTrue(read.sessionId() == session && read.subscriptionSequence() == session - 1);
        assertTrue(read.filterIndex() == filter && read.last() == last && read.count() == messages.size());
        for (int i = 0; i < messages.size(); i++)
        {
            assertEquals(messages.get(i), read.messageSequence(i));
            assertEquals(messages.get(i) & 1, read.qos(i));
            assertEquals(messages.get(i) & 0xFF, read.entryFlags(i));
        }
    }

    @Property
    void messageBlock(@ForAll @StringLength(max = 60) final String topic, @ForAll @Size(max = 60) final byte[] payload,
        @ForAll final long deadlineMs)
    {
        final UnsafeBuffer block = block(topic, "properties", payload, deadlineMs);
        final MessageFlyweight read = new MessageFlyweight();
        assertTrue(read.wrapChecked(block, 0, block.capacity()));
        assertEquals(0, block.capacity() & 7);
        assertEquals(block.capacity(), read.blockLength());
        assertTrue(read.qos() == 2 && read.retain() && read.expiryDeadlineMs() == deadlineMs);
        assertSame(EventSamples.bytes(topic), block, read.topicOffset(), read.topicLength());
        assertSame(EventSamples.bytes("properties"), block, read.propertiesOffset(), read.propertiesLength());
        assertSame(new UnsafeBuffer(payload), block, read.payloadOffset(), read.payloadLength());
        for (int length = 0; length < block.capacity(); length++)
        {
            assertFalse(read.wrapChecked(block, 0, length));
        }
    }

    private <T extends EventFlyweight<T>> T read(final T reader, final T written)
    {
        assertTrue(reader.wrap(buffer, OFFSET, written.length()), () -> "not readable: " + written.length());
        assertEquals(written.length(), reader.length());
        return reader;
    }

    private static UnsafeBuffer block(
        final String topic, final String properties, final byte[] payload, final long deadlineMs)
    {
        final DirectBuffer topicBytes = EventSamples.bytes(topic);
        final DirectBuffer propertyBytes = EventSamples.bytes(properties);
        final UnsafeBuffer block = new UnsafeBuffer(new byte[(int)MessageFlyweight.blockLength(
            topicBytes.capacity(), propertyBytes.capacity(), payload.length)]);
        block.setMemory(0, block.capacity(), (byte)0x33);
        new MessageFlyweight().wrapForWrite(block, 0, 2, true, topicBytes.capacity(), propertyBytes.capacity(),
            payload.length, deadlineMs).putTopic(block, topicBytes, 0).putProperties(block, propertyBytes, 0)
            .putPayload(block, new UnsafeBuffer(payload), 0);
        return block;
    }

    private static void assertSame(
        final DirectBuffer expected, final DirectBuffer actual, final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        actual.getBytes(offset, bytes);
        assertEquals(0, new UnsafeBuffer(bytes).compareTo(expected));
    }
}
