package io.maxmq.core.partition;

import io.maxmq.core.message.Delivery;
import io.maxmq.core.session.Session;
import io.maxmq.core.session.StoredMessages;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SharedLedgerTest
{
    private final Counted stored = new Counted();
    private final SharedLedger ledger = new SharedLedger(stored);

    /** Counts what is retained. */
    private static final class Counted implements StoredMessages
    {
        private int retained;

        @Override
        public boolean load(final long sequence, final Session session, final Delivery delivery)
        {
            return false;
        }

        @Override
        public int length(final long sequence)
        {
            return 0;
        }

        @Override
        public void retain(final long sequence)
        {
            retained++;
        }

        @Override
        public void release(final long sequence)
        {
            retained--;
        }
    }

    /** As long as an owner of topics that lags as far as it may can still choose it. */
    @Test
    void shouldRememberSessionsThatHaveEndedForAMillionEventsHoweverManyTheyAre()
    {
        for (int i = 1; i <= 100_000; i++)
        {
            ledger.ended(i, 10 + i);
        }
        assertTrue(ledger.hasEnded(1, 1_000_000));
        assertFalse(ledger.hasEnded(100_001, 1_000_000));
        assertFalse(ledger.hasEnded(1, 11 + (1 << 20) + 1));
        assertTrue(ledger.hasEnded(100_000, 11 + (1 << 20) + 1));
        ledger.ended(200_000, 2_000_000);
        assertFalse(ledger.hasEnded(100_000, 2_000_000));
        assertTrue(ledger.hasEnded(200_000, 2_000_000));
    }

    @Test
    void shouldRetainEachMessageOnceForEachGroupThatGaveIt()
    {
        ledger.hold(-1, 7, 1);
        ledger.hold(-1, 7, 2);
        ledger.settled(-1, 7);
        assertEquals(1, stored.retained);
        ledger.brokerStarted();
        assertEquals(2, ledger.nextOrphan().flags());
        ledger.handedOver();
        ledger.reassigned(7, -1);
        assertEquals(0, stored.retained);
    }
}
