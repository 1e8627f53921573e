package io.maxmq.tools.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StreamVerifierTest
{
    private final StreamVerifier verifier = new StreamVerifier(10, 3);

    @Test
    void shouldAcceptEachLaneInItsOwnOrder()
    {
        assertEquals(StreamVerifier.IN_ORDER, verifier.onMessage(10, 0));
        assertEquals(StreamVerifier.IN_ORDER, verifier.onMessage(12, 0));
        assertEquals(StreamVerifier.IN_ORDER, verifier.onMessage(10, 1));
        assertEquals(0, verifier.behind(10, 2));
        assertEquals(0, verifier.gaps());
    }

    @Test
    void shouldCountWhatIsMissingAtTheEnd()
    {
        verifier.onMessage(11, 0);

        assertEquals(4, verifier.behind(11, 5));
    }

    @Test
    void shouldCountAGapAsLostUntilItsMessageComesLate()
    {
        verifier.onMessage(10, 0);
        assertEquals(StreamVerifier.AFTER_GAP, verifier.onMessage(10, 3));
        assertEquals(2, verifier.gaps());

        assertEquals(StreamVerifier.LATE, verifier.onMessage(10, 2));
        assertEquals(1, verifier.gaps());
        assertEquals(StreamVerifier.DUPLICATE, verifier.onMessage(10, 2));
        assertEquals(StreamVerifier.IN_ORDER, verifier.onMessage(10, 4));
    }

    @Test
    void shouldTellADuplicateFromALateMessage()
    {
        verifier.onMessage(10, 0);

        assertEquals(StreamVerifier.DUPLICATE, verifier.onMessage(10, 0));
        assertEquals(0, verifier.gaps());
    }

    @Test
    void shouldNoticeMessagesOfLanesItDoesNotListenTo()
    {
        assertEquals(StreamVerifier.MISROUTED, verifier.onMessage(9, 0));
        assertEquals(StreamVerifier.MISROUTED, verifier.onMessage(13, 0));
    }

    @Test
    void shouldGoOnAfterASequenceHasPassedTheLargestNumber()
    {
        final StreamVerifier wrapped = new StreamVerifier(0, 1);
        wrapped.onMessage(0, Integer.MAX_VALUE - 1);

        assertEquals(StreamVerifier.IN_ORDER, wrapped.onMessage(0, Integer.MAX_VALUE));
        assertEquals(StreamVerifier.IN_ORDER, wrapped.onMessage(0, Integer.MIN_VALUE));
    }

    @Test
    void shouldNotRememberEveryNumberOfAnAbsurdGap()
    {
        verifier.onMessage(10, 1_500_000_000);

        assertEquals(1_500_000_000, verifier.gaps());
    }

    @Property
    void shouldAccountForEveryMessageInAnyOrderWithAnyLoss(
        @ForAll @IntRange(min = 1, max = 200) final int sent,
        @ForAll @IntRange(min = 0, max = 200) final int lost,
        @ForAll final long seed)
    {
        final Random random = new Random(seed);
        final List<Integer> arriving = new ArrayList<>();
        for (int i = 0; i < sent; i++)
        {
            arriving.add(i);
        }
        Collections.shuffle(arriving, random);
        final int kept = Math.max(0, sent - lost);
        final StreamVerifier any = new StreamVerifier(0, 1);
        int fresh = 0;
        for (final int sequence : arriving.subList(0, kept))
        {
            fresh += any.onMessage(0, sequence) < StreamVerifier.DUPLICATE ? 1 : 0;
            assertEquals(StreamVerifier.DUPLICATE, any.onMessage(0, sequence));
        }
        assertEquals(kept, fresh);
        assertEquals(sent - kept, any.gaps() + any.behind(0, sent));
    }
}
