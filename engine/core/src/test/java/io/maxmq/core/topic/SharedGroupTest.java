package io.maxmq.core.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SharedGroupTest
{
    private static final String SHARED = "$share/g/a/+";

    private final StoreDriver driver = new StoreDriver();
    private final SubscriptionStore store = driver.store;

    @Test
    @Tag("MQTT-4.8.2-4")
    void shouldGiveEachMessageToOneMemberInTurn()
    {
        for (int id = 1; id <= 5; id++)
        {
            driver.put(SHARED, id);
        }
        final Map<Long, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 1000; i++)
        {
            final MatchResult result = driver.match("a/b");
            assertEquals(1, result.size());
            assertTrue(result.shared(0));
            counts.merge(result.sessionId(0), 1, Integer::sum);
        }
        assertEquals(Map.of(1L, 200, 2L, 200, 3L, 200, 4L, 200, 5L, 200), counts);
    }

    @Test
    void shouldStayFairWhileMembersComeAndGoAndChangeTheirStatus()
    {
        final Random random = new Random(7);
        for (int id = 1; id <= 10; id++)
        {
            driver.put(SHARED, id);
        }
        final int[] counts = new int[11];
        for (int i = 0; i < 50_000; i++)
        {
            final int id = random.nextInt(10) + 1;
            if (random.nextBoolean())
            {
                store.memberStatus(id, MemberStatus.BUSY);
                choose(counts);
                store.memberStatus(id, MemberStatus.ONLINE);
            }
            else
            {
                driver.remove(SHARED, id);
                choose(counts);
                driver.put(SHARED, id);
            }
        }
        for (int id = 1; id <= 10; id++)
        {
            assertTrue(Math.abs(counts[id] - 5_000) < 1_000, "member " + id + " was chosen " + counts[id] + " times");
        }
    }

    private void choose(final int[] counts)
    {
        counts[(int) driver.match("a/b").sessionId(0)]++;
    }

    @Test
    void shouldPreferOnlineThenBusyThenOfflinePersistent()
    {
        driver.put(SHARED, 1);
        driver.put(SHARED, 2);
        driver.put(SHARED, 3);
        store.memberStatus(1, MemberStatus.OFFLINE);
        store.memberStatus(2, MemberStatus.BUSY);

        assertEquals(List.of(3L, 3L), chosen(2, 2));
        store.memberStatus(3, MemberStatus.BUSY);
        assertEquals(List.of(2L, 3L), chosen(2, 2));
        store.memberStatus(2, MemberStatus.OFFLINE);
        store.memberStatus(3, MemberStatus.OFFLINE);
        assertEquals(List.of(1L, 2L, 3L, 1L), chosen(1, 4));
        store.memberStatus(1, MemberStatus.ONLINE);
        assertEquals(List.of(1L, 1L), chosen(0, 2));
    }

    private List<Long> chosen(final int qos, final int messages)
    {
        final List<Long> chosen = new ArrayList<>();
        for (int i = 0; i < messages; i++)
        {
            final MatchResult result = driver.match(0, "a/b", SubscriptionStore.NO_SESSION, qos);
            chosen.add(result.size() == 0 ? null : result.sessionId(0));
        }
        return chosen;
    }

    @Test
    void shouldDropAndCountWhatNobodyCanTake()
    {
        driver.put(SHARED, -1);
        driver.put(0, SHARED, 2, 0, 0);
        store.allOffline();

        for (int qos = 0; qos <= 2; qos++)
        {
            final MatchResult result = driver.match(0, "a/b", SubscriptionStore.NO_SESSION, qos);
            assertEquals(0, result.size());
            assertEquals(1, result.groupsWithoutTarget());
            assertTrue(result.anyGroupHasPersistentMember());
        }
        driver.put(0, SHARED, 2, 1, 0);
        assertEquals(2, driver.match(0, "a/b", SubscriptionStore.NO_SESSION, 1).sessionId(0));
        assertEquals(1, driver.match(0, "a/b", SubscriptionStore.NO_SESSION, 0).groupsWithoutTarget());
        assertEquals(0, driver.match("b").groupsWithoutTarget());
    }

    @Test
    void shouldDeliverSharedAndPlainSubscriptionsOfASessionSeparately()
    {
        driver.put(0, "a/b", 1, 1, 5);
        driver.put(0, "$share/x/a/b", 1, 2, 6);
        driver.put(0, "$share/y/#", 1, 0, 7);
        driver.put(0, "a/#", -3, 0, 0);

        final MatchResult result = driver.match("a/b");

        assertEquals(List.of(-3L, 1L, 1L, 1L), StoreDriver.sessions(result));
        assertFalse(result.shared(1));
        assertEquals(1, result.qos(1));
        assertEquals(5, result.subscriptionIdAt(1, 0));
        for (int i = 2; i < 4; i++)
        {
            assertTrue(result.shared(i));
            assertEquals(1, result.subscriptionIdCount(i));
            assertEquals(result.subscriptionIdAt(i, 0) == 6 ? 2 : 0, result.qos(i));
        }
        assertNotEquals(result.groupKey(2), result.groupKey(3));
        assertEquals(0, result.groupKey(1));
    }

    @Test
    void shouldTellWhetherAGroupHasAPersistentMember()
    {
        driver.put(SHARED, -1);
        assertFalse(driver.match("a/b").groupHasPersistentMember(0));
        assertFalse(driver.match("a/b").anyGroupHasPersistentMember());

        driver.put(SHARED, 2);
        store.memberStatus(2, MemberStatus.OFFLINE);
        final MatchResult result = driver.match("a/b");
        assertEquals(-1, result.sessionId(0));
        assertTrue(result.groupHasPersistentMember(0));
        assertFalse(result.anyPersistent());

        store.removeAll(2);
        assertFalse(driver.match("a/b").groupHasPersistentMember(0));
    }

    @Test
    @Tag("MQTT-4.8.2-5")
    void shouldChooseAnotherMemberForWhatCameBack()
    {
        driver.put(SHARED, 1);
        driver.put(SHARED, 2);
        driver.put(SHARED, 3);
        final MatchResult result = driver.match("a/b");
        final long key = result.groupKey(0);
        assertEquals(1, result.sessionId(0));

        assertTrue(store.chooseOther(key, 1, new long[] {1, 2}, 2, result));
        assertEquals(List.of(3L), StoreDriver.sessions(result));
        assertEquals(key, result.groupKey(0));
        assertTrue(store.chooseOther(key, 1, new long[] {2, 0}, 1, result));
        assertEquals(List.of(1L), StoreDriver.sessions(result));
        assertFalse(store.chooseOther(key, 1, new long[] {1, 2, 3}, 3, result));
        assertEquals(0, result.size());
        store.removeAll(1);
        store.removeAll(2);
        store.removeAll(3);
        assertFalse(store.chooseOther(key, 1, new long[0], 0, result));
        assertNull(store.group(key));
    }

    @Test
    void shouldNameAGroupByTenantNameAndFilter()
    {
        final Subscription subscription = driver.put(SHARED, 1);
        final int length = driver.load(SHARED);
        assertEquals(store.groupKey(0, driver.buffer(), 3, length), subscription.group().key());
        assertNotEquals(store.groupKey(1, driver.buffer(), 3, length), subscription.group().key());

        final Subscription other = driver.put("$share/h/a/+", 1);
        assertNotEquals(subscription.group().key(), other.group().key());
        assertEquals(2, driver.match("a/b").size());
        assertEquals(1, store.group(subscription.group().key()).size());
    }

    @Test
    void shouldKeepManyMembersAndGroupsCheap()
    {
        for (int id = 1; id <= 20_000; id++)
        {
            driver.put(SHARED, id);
        }
        store.allOffline();
        store.memberStatus(777, MemberStatus.ONLINE);
        for (int i = 0; i < 10_000; i++)
        {
            assertEquals(777, driver.match("a/b").sessionId(0));
        }
        for (int id = 1; id <= 20_000; id++)
        {
            assertTrue(driver.remove(SHARED, id));
        }
        for (int group = 0; group < 1000; group++)
        {
            driver.put("$share/" + group + "/a", group % 10 + 1);
        }
        assertEquals(1000, driver.match("a").size());
        for (int id = 1; id <= 10; id++)
        {
            store.removeAll(id);
        }
        assertEquals(1, store.nodeCount());
    }
}
