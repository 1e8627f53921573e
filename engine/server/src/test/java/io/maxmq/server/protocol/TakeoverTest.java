package io.maxmq.server.protocol;

import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A client that connects while it is connected (section 3.1.4).
 */
final class TakeoverTest extends ProtocolTest
{
    @ParameterizedTest
    @CsvSource({"5,true,142", "5,false,142", "4,true,-1", "4,false,-1", "3,true,-1"})
    @Tag("MQTT-3.1.4-3")
    void shouldEndTheOlderConnection(final int version, final boolean clean, final int reason)
    {
        final TestClient old = connect(version, "a", clean, c -> {});

        final TestClient young = connect(version, "a", clean, c -> {});

        assertEquals(reason, old.awaitEnd());
        young.ping();
    }

    @Test
    void shouldHandTheSessionOver()
    {
        final TestClient publisher = connect("pub");
        final TestClient old = connectPersistent("a").subscribe(topic("t"), 1);
        publisher.publish(topic("t"), "unacknowledged", 1);
        old.message();

        final TestClient young = connectPersistent("a");

        assertTrue(young.connack().sessionPresent());
        assertEquals(ReasonCode.SESSION_TAKEN_OVER, old.awaitEnd());
        assertTrue(young.take("unacknowledged").dup());
        publisher.publish(topic("t"), "live", 1);
        young.take("live");
    }

    @Test
    void shouldNotHandACleanSessionOver()
    {
        final TestClient old = connect("a").subscribe(topic("t"), 1);

        final TestClient young = connect("a");

        assertEquals(ReasonCode.SESSION_TAKEN_OVER, old.awaitEnd());
        connect("pub").publish(topic("t"), "m", 1);
        young.ping();
    }

    @Test
    void shouldLetVersionsTakeOverFromEachOther()
    {
        final TestClient three = connectPersistent(4, "a").subscribe(topic("t"), 1);
        final TestClient five = connectPersistent(5, "a");
        assertEquals(TestClient.CLOSED, three.awaitEnd());
        final TestClient threeAgain = connectPersistent(4, "a");
        assertEquals(ReasonCode.SESSION_TAKEN_OVER, five.awaitEnd());

        connect("pub").publish(topic("t"), "m", 1);

        threeAgain.take("m");
    }
}
