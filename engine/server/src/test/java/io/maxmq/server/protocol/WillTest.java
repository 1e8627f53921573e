package io.maxmq.server.protocol;

import io.maxmq.transport.codec.PropertyId;
import io.maxmq.transport.codec.PropertyWriter;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Wills (section 3.1.2.5 and following): when they are published, when not, and with what.
 */
final class WillTest extends ProtocolTest
{
    private static final byte[] GONE = Bytes.utf8("gone");

    private TestClient watcher()
    {
        return connect("watcher").subscribe(topic("will"), 2);
    }

    /** Nothing but this one comes next. */
    private void assertNextIsSentinel(final TestClient watcher)
    {
        connect("sentinel").publish(topic("will"), "sentinel", 1);
        watcher.take("sentinel");
    }

    @ParameterizedTest
    @CsvSource({"3,0", "3,1", "4,0", "4,1", "4,2", "5,0", "5,1", "5,2"})
    @Tag("MQTT-3.1.2-8")
    void shouldPublishTheWillWhenTheConnectionBreaks(final int version, final int qos)
    {
        final TestClient watcher = watcher();

        connect(version, "a", true, c -> c.will(topic("will"), GONE, qos, false)).close();

        assertEquals(qos, watcher.take("gone").qos());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void shouldPublishTheWillOfAPersistentSessionWhenTheConnectionBreaks(final int version)
    {
        final TestClient watcher = watcher();

        connect(version, "a", false, c ->
        {
            c.will(topic("will"), GONE, 1, false);
            if (version == 5)
            {
                c.sessionExpirySeconds(3600);
            }
        }).close();

        watcher.take("gone");
    }

    @ParameterizedTest
    @CsvSource({"3,true", "4,true", "4,false", "5,true", "5,false"})
    @Tag("MQTT-3.1.2-10")
    @Tag("MQTT-3.14.4-3")
    void shouldForgetTheWillAfterANormalDisconnect(final int version, final boolean clean)
    {
        final TestClient watcher = watcher();

        connect(version, "a", clean, c -> c.will(topic("will"), GONE, 1, false)).disconnect();

        assertNextIsSentinel(watcher);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3600})
    void shouldPublishTheWillWhenTheClientAsksForIt(final long expirySeconds)
    {
        final TestClient watcher = watcher();
        final TestClient client =
            connect("a", c -> c.will(topic("will"), GONE, 1, false).sessionExpirySeconds(expirySeconds));

        client.disconnect(ReasonCode.DISCONNECT_WITH_WILL, d -> {});

        watcher.take("gone");
    }

    @Test
    void shouldPublishTheWillWhenTheClientBreaksTheProtocol()
    {
        final TestClient watcher = watcher();
        final TestClient client = connect("a", c -> c.will(topic("will"), GONE, 1, false));

        client.sendHex("c100");

        assertEquals(ReasonCode.MALFORMED_PACKET, client.awaitEnd());
        watcher.take("gone");
    }

    @Test
    void shouldPublishTheWillWhenNothingComesFromTheClient()
    {
        final TestClient watcher = watcher();

        connect("a", c -> c.will(topic("will"), GONE, 1, false).keepAliveSeconds(1));

        watcher.take("gone");
    }

    @Test
    @Tag("MQTT-3.1.2-14")
    @Tag("MQTT-3.1.2-15")
    void shouldRetainAWillThatAsksForIt()
    {
        final TestClient watcher = watcher();

        connect("a", c -> c.will(topic("will"), GONE, 1, true)).close();
        watcher.take("gone");

        assertTrue(connect("late").subscribe(topic("will"), 1).take("gone").retain());
    }

    @Test
    void shouldSendTheWillWithItsProperties()
    {
        final TestClient watcher = watcher();
        final PropertyWriter properties = new PropertyWriter();
        properties.putNumber(PropertyId.PAYLOAD_FORMAT_INDICATOR, 1);
        properties.putString(PropertyId.CONTENT_TYPE, "text/plain");
        properties.putString(PropertyId.RESPONSE_TOPIC, "answer/here");
        properties.putUserProperty("b", "1");
        properties.putUserProperty("a", "2");

        connect("a", c -> c.will(topic("will"), GONE, 1, false)
            .willForwardProperties(properties).willMessageExpirySeconds(500)).close();

        final Packet will = watcher.take("gone");
        assertEquals(1, will.number(PropertyId.PAYLOAD_FORMAT_INDICATOR));
        assertEquals("text/plain", will.string(PropertyId.CONTENT_TYPE));
        assertEquals("answer/here", will.string(PropertyId.RESPONSE_TOPIC));
        assertEquals(List.of("b=1", "a=2"), will.userProperties());
        final long expiry = will.number(PropertyId.MESSAGE_EXPIRY_INTERVAL);
        assertTrue(expiry > 450 && expiry <= 500, () -> "expiry " + expiry);
    }

    @Test
    @Tag("MQTT-3.1.3-9")
    void shouldNotPublishADelayedWillOfAClientThatComesBackInTime()
    {
        final TestClient watcher = watcher();
        connect(5, "a", false, c -> c.will(topic("will"), GONE, 1, false)
            .willDelaySeconds(3600).sessionExpirySeconds(3600)).close();

        final TestClient again = connectPersistent("a");

        assertTrue(again.connack().sessionPresent());
        again.close();
        assertNextIsSentinel(watcher);
    }

    @Test
    @Tag("MQTT-3.1.2-8")
    void shouldPublishADelayedWillWhenItsTimeHasCome()
    {
        final TestClient watcher = watcher();
        final long startNs = System.nanoTime();

        connect(5, "a", false, c -> c.will(topic("will"), GONE, 1, false)
            .willDelaySeconds(1).sessionExpirySeconds(3600)).close();

        watcher.take("gone");
        assertTrue(System.nanoTime() - startNs > 900_000_000L, "not before its time");
    }

    @Test
    void shouldPublishADelayedWillWhenTheSessionEndsBeforeItsTime()
    {
        final TestClient watcher = watcher();

        connect(5, "a", false, c -> c.will(topic("will"), GONE, 1, false)
            .willDelaySeconds(3600).sessionExpirySeconds(1)).close();

        watcher.take("gone");
    }

    @Test
    void shouldPublishADelayedWillAtOnceWhereThereIsNoSessionToWaitFor()
    {
        final TestClient watcher = watcher();

        connect("a", c -> c.will(topic("will"), GONE, 1, false).willDelaySeconds(3600)).close();

        watcher.take("gone");
    }

    @Test
    void shouldPublishADelayedWillWhenACleanStartEndsTheSession()
    {
        final TestClient watcher = watcher();
        connect(5, "a", false, c -> c.will(topic("will"), GONE, 1, false)
            .willDelaySeconds(3600).sessionExpirySeconds(3600)).close();

        connect("a", c -> c.sessionExpirySeconds(3600));

        watcher.take("gone");
    }

    @Test
    void shouldPublishADelayedWillWhenACleanClientTakesThePlaceOfTheSession()
    {
        final TestClient watcher = watcher();
        connect(5, "a", false, c -> c.will(topic("will"), GONE, 1, false)
            .willDelaySeconds(3600).sessionExpirySeconds(3600)).close();

        connect("a");

        watcher.take("gone");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3600})
    void shouldPublishTheWillOfAConnectionThatIsTakenOver(final long expirySeconds)
    {
        final TestClient watcher = watcher();
        final TestClient old =
            connect("a", c -> c.will(topic("will"), GONE, 1, false).sessionExpirySeconds(expirySeconds));

        connect(5, "a", false, c -> c.sessionExpirySeconds(expirySeconds));

        assertEquals(ReasonCode.SESSION_TAKEN_OVER, old.awaitEnd());
        watcher.take("gone");
    }

    @Test
    void shouldUseTheWillOfTheLastConnect()
    {
        final TestClient watcher = watcher();
        connect(5, "a", false, c -> c.will(topic("will"), GONE, 1, false)
            .willDelaySeconds(3600).sessionExpirySeconds(3600)).close();

        connect(5, "a", false, c -> c.will(topic("will"), Bytes.utf8("second"), 1, false)
            .sessionExpirySeconds(3600)).close();

        watcher.take("second");
        assertNextIsSentinel(watcher);
    }
}
