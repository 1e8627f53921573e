package io.maxmq.journal.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class KeyHashTest
{
    private static final long FROZEN_CLIENT = 0xbdace28153554b61L;
    private static final long FROZEN_TOPIC = 0xb086e50f43d5f74eL;

    private final KeyHash hash = new KeyHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    @Test
    void shouldGiveTheVectorsOfThePaper()
    {
        // Key 00 01 … 0f, input 00 01 … n−1: the vectors of SipHash-2-4's reference implementation, read as integers.
        final long[] vectors = {
            0x726fdb47dd0e0e31L, 0x74f839c593dc67fdL, 0x0d6c8009d9a94f5aL, 0x85676696d7fb7e2dL, 0xcf2794e0277187b7L,
            0x18765564cd99a68dL, 0xcbc9466e58fee3ceL, 0xab0200f58b01d137L, 0x93f5f5799a932462L, 0x9e0082df0ba9e4b0L,
            0x7a5dbbc594ddb9f3L, 0xf4b32f46226bada7L, 0x751e8fbc860ee5fbL, 0x14ea5627c0843d90L, 0xf723ca908e7af2eeL,
            0xa129ca6149be45e5L,
        };
        for (int n = 0; n < vectors.length; n++)
        {
            final UnsafeBuffer input = new UnsafeBuffer(new byte[n + 3]);
            for (int i = 0; i < n; i++)
            {
                input.putByte(3 + i, (byte)i);
            }
            assertEquals(vectors[n], hash.hash(input, 3, n), "input of " + n + " bytes");
        }
    }

    @Test
    void shouldHashThePrefixAsIfItWereInFront()
    {
        final UnsafeBuffer name = new UnsafeBuffer("sensors/1/temperature".getBytes());
        final UnsafeBuffer whole = new UnsafeBuffer(new byte[5 + name.capacity()]);
        for (int length = 0; length <= name.capacity(); length++)
        {
            whole.putInt(0, 0x01020304, EventHeader.BYTE_ORDER);
            whole.putByte(4, (byte)1);
            whole.putBytes(5, name, 0, length);
            assertEquals(hash.hash(whole, 0, 5 + length), hash.forClient(0x01020304, name, 0, length));
            whole.putByte(4, (byte)2);
            assertEquals(hash.hash(whole, 0, 5 + length), hash.forTopic(0x01020304, name, 0, length, 0));
        }
    }

    @Test
    void shouldStayFrozen()
    {
        final DirectBuffer name = EventSamples.bytes("client-1");
        assertEquals(FROZEN_CLIENT, hash.forClient(0, name, 0, name.capacity()));
        assertEquals(FROZEN_TOPIC, hash.forTopic(7, name, 0, name.capacity(), 0));
    }

    @Test
    void shouldHashOnlyTheFirstLevelsIfAsked()
    {
        assertEquals(topic("a/b", 0), topic("a/b/c/d", 2));
        assertEquals(topic("a/b", 0), topic("a/b", 2));
        assertEquals(topic("a/b", 2), topic("a/b/", 2));
        assertNotEquals(topic("a/b", 2), topic("a/c", 2));
        assertEquals(topic("", 0), topic("/x", 1));
        assertEquals(topic("spBv1.0/group", 0), topic("spBv1.0/group/NDATA/edge", 2));
        assertNotEquals(topic("a/b/c", 0), topic("a/b/d", 0));
    }

    @Test
    void shouldSeparateTenantsAndKinds()
    {
        final DirectBuffer name = EventSamples.bytes("x");
        assertNotEquals(hash.forClient(0, name, 0, 1), hash.forClient(1, name, 0, 1));
        assertNotEquals(hash.forClient(0, name, 0, 1), hash.forTopic(0, name, 0, 1, 0));
    }

    @Test
    void shouldSpreadOverWorkers()
    {
        final int[] counts = new int[7];
        for (int i = 0; i < 7000; i++)
        {
            final DirectBuffer name = EventSamples.bytes("client" + i);
            counts[KeyHash.worker(hash.forClient(0, name, 0, name.capacity()), 7)]++;
        }
        for (final int count : counts)
        {
            assertTrue(count > 850 && count < 1150, "1000 expected, " + count);
        }
    }

    private long topic(final String text, final int levels)
    {
        final DirectBuffer topic = EventSamples.bytes(text);
        return hash.forTopic(0, topic, 0, topic.capacity(), levels);
    }
}
