package io.maxmq.server.robustness;

import io.maxmq.core.counter.Counter;
import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A subscriber that stops reading costs a bounded amount of memory, and nobody else anything.
 */
class SlowSubscriberTest extends RobustnessTest
{
    private static final int IN_FLIGHT = 10;

    /** More than any system holds for a socket: its send buffer grows to some MiB. */
    @Test
    void shouldDropQos0ForItAndCount()
    {
        launch("limits.write-buffer=64KiB", "mqtt.max-packet-size=64KiB");
        final int size = 16 * 1024;
        final int count = 1_000;
        final RawClient slow = openSmall(MqttVersion.V5).connect("slow").subscribe("news", 0);
        final RawClient reader = connect("reader").subscribe("news", 1);
        final RawClient publisher = connect("publisher");
        for (int i = 0; i < count; i++)
        {
            publisher.publish("news", i, size);
            reader.take(i);
        }
        await("each is sent or dropped", () ->
            counted(Counter.DROPPED_SLOW_SUBSCRIBER) + counted(Counter.PUBLISH_SENT_QOS0) == count);
        final long dropped = counted(Counter.DROPPED_SLOW_SUBSCRIBER);
        assertTrue(dropped > count / 4, "dropped " + dropped);

        int last = -1;
        for (long i = dropped; i < count; i++)
        {
            final int number = slow.take().number();
            assertTrue(number > last, "in order");
            last = number;
        }
        assertEquals(dropped, counted(Counter.DROPPED_SLOW_SUBSCRIBER));
        publisher.publish("news", count, size);
        slow.take(count);
    }

    @Test
    void shouldKeepABoundedQueueForACleanSession()
    {
        launch("queue.clean.max-messages=100");
        final RawClient slow = cleanWithWindow();
        publish(500, 1_000);
        await("the rest is dropped", () -> counted(Counter.DROPPED_QUEUE_FULL) == 500 - 100 - IN_FLIGHT);
        for (int i = 0; i < 100 + IN_FLIGHT; i++)
        {
            slow.take(i);
        }
        slow.ping();
    }

    @Test
    void shouldBoundTheQueueOfACleanSessionInBytes()
    {
        launch("queue.clean.max-bytes=100KiB");
        final RawClient slow = cleanWithWindow();
        publish(200, 10 * 1024);
        // Nine, since a message takes a little more than its payload.
        await("the rest is dropped", () -> counted(Counter.DROPPED_QUEUE_FULL) == 200 - 9 - IN_FLIGHT);
        for (int i = 0; i < 9 + IN_FLIGHT; i++)
        {
            slow.take(i);
        }
        slow.ping();
    }

    @Test
    void shouldDisconnectACleanSessionWhereConfigured()
    {
        launch("queue.clean.max-messages=100", "queue.clean.overflow=disconnect");
        final RawClient slow = cleanWithWindow();
        publish(200, 1_000);
        assertEquals(ReasonCode.QUOTA_EXCEEDED, slow.awaitEnd());
    }

    @Test
    void shouldLetMessagesForAPersistentSessionWaitInTheLog()
    {
        launch();
        final RawClient slow = openSmall(MqttVersion.V5);
        assertFalse(slow.connectPersistent("slow", IN_FLIGHT));
        slow.subscribe("news", 1);
        publish(2_000, 1_000);
        for (int i = 0; i < 2_000; i++)
        {
            slow.take(i);
        }
        assertEquals(0, counted(Counter.DROPPED_QUEUE_FULL));
    }

    /** Where the log is full, the publisher is told; clean sessions do not depend on it. */
    @Test
    void shouldRefuseWhenTheLogIsFullAndGoOnWhenItIsNot()
    {
        launch("log.memory=72MiB", "log.segment-size=1MiB");
        final RawClient slow = openSmall(MqttVersion.V5);
        slow.connectPersistent("slow", IN_FLIGHT);
        slow.subscribe("news", 1);
        final RawClient publisher = connect("publisher");
        int stored = 0;
        while (publisher.publish("news", stored, 16 * 1024) == ReasonCode.SUCCESS)
        {
            stored++;
            assertTrue(stored < 1_000, "the log has no end");
        }
        assertTrue(counted(Counter.REFUSED_LOG_FULL) > 0);
        assertServed("others", 20);
        for (int i = 0; i < stored; i++)
        {
            slow.take(i);
        }
        final int next = stored;
        await("the log has room again", () -> publisher.publish("news", next, 16 * 1024) == ReasonCode.SUCCESS);
        slow.take(next);
    }

    /** Each alone is within its limit: together they are held by that of their worker, and others are served. */
    @Test
    void shouldBoundTheMemoryOfAllTogether()
    {
        launch("limits.worker-buffers=4MiB", "queue.clean.max-bytes=1MiB");
        final RawClient publisher = connect("publisher");
        for (int i = 0; i < 20; i++)
        {
            openSmall(MqttVersion.V5).connect("slow-" + i).subscribe("news", i % 2);
        }
        for (int i = 0; i < 500; i++)
        {
            publisher.publish("news", i, 16 * 1024);
        }
        await("messages are dropped", () -> counted(Counter.DROPPED_SLOW_SUBSCRIBER) > 0);
        assertEquals(0, counted(Counter.OUT_OF_MEMORY) + counted(Counter.WRITE_OVERFLOWS));
        assertServed("others", 50);
        publisher.ping();
    }

    private RawClient cleanWithWindow()
    {
        final RawClient slow = openSmall(MqttVersion.V5);
        slow.sendConnect("slow", true, c -> c.receiveMaximum(IN_FLIGHT));
        assertEquals(ReasonCode.SUCCESS, slow.awaitConnack().code());
        return slow.subscribe("news", 1);
    }

    /** Another subscriber gets them all, each before the next is published. */
    private void publish(final int count, final int size)
    {
        final RawClient reader = connect("reader").subscribe("news", 1);
        final RawClient publisher = connect("publisher");
        for (int i = 0; i < count; i++)
        {
            assertEquals(ReasonCode.SUCCESS, publisher.publish("news", i, size));
            reader.take(i);
        }
    }
}
