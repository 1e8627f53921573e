package io.maxmq.server.protocol;

import io.maxmq.transport.codec.PropertyId;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The reason strings of SUBACK and UNSUBACK (sections 3.9.2.1.2 and 3.11.2.1.2), and filters that are refused.
 */
final class SubackReasonTest extends ProtocolTest
{
    @Override
    String[] settings()
    {
        return new String[]{"mqtt.wildcard-subscription-available=false", "mqtt.max-topic-levels=5"};
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSayWhichFiltersAreRefusedAndWhy(final boolean persistent)
    {
        final TestClient client = persistent ? connectPersistent("a") : connect("a");

        final Packet suback = client.subscribe(s -> s.filter(topic("#"), 1).filter(topic("t"), 1).filter(topic("+"), 0)
            .filter("1/2/3/4/5/6", 2).filter("a/b/c/d/e/f", 0));

        final int wildcards = ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED;
        final int invalid = ReasonCode.TOPIC_FILTER_INVALID;
        assertEquals(List.of(wildcards, 1, wildcards, invalid, invalid), suback.codes());
        final String reason = suback.string(PropertyId.REASON_STRING);
        assertTrue(reason.contains("filters 1, 3: this broker takes no wildcards"), reason);
        assertTrue(reason.contains("filters 4, 5: more levels"), reason);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSayWhichSubscriptionsDidNotExist(final boolean persistent)
    {
        final TestClient client = persistent ? connectPersistent("a") : connect("a");
        client.subscribe(topic("t"), 1);

        final Packet unsuback = client.unsubscribe(topic("s"), topic("t"), topic("u"));

        final int none = ReasonCode.NO_SUBSCRIPTION_EXISTED;
        assertEquals(List.of(none, 0, none), unsuback.codes());
        assertEquals("filters 1, 3: this session has no subscription to it", unsuback.string(PropertyId.REASON_STRING));
    }

    @Test
    void shouldSayNothingWhereNothingIsRefused()
    {
        final TestClient client = connect("a");

        assertNull(client.subscribe(s -> s.filter(topic("t"), 1)).string(PropertyId.REASON_STRING));
        assertNull(client.unsubscribe(topic("t")).string(PropertyId.REASON_STRING));
    }

    @Test
    @Tag("MQTT-3.1.2-29")
    void shouldSayNothingToAClientThatDoesNotWantToKnow()
    {
        final TestClient client = connect("a", c -> c.requestProblemInformation(false));

        assertNull(client.subscribe(s -> s.filter(topic("#"), 1)).string(PropertyId.REASON_STRING));
        assertNull(client.unsubscribe(topic("u")).string(PropertyId.REASON_STRING));
    }

    @Test
    @Tag("MQTT-3.9.2-1")
    @Tag("MQTT-3.11.2-1")
    void shouldSayNothingThatMakesThePacketTooLarge()
    {
        final TestClient client = connect("a", c -> c.maximumPacketSize(40));

        final Packet suback = client.subscribe(s -> s.filter(topic("#"), 1));
        assertEquals(List.of(ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED), suback.codes());
        assertNull(suback.string(PropertyId.REASON_STRING));
        assertNull(client.unsubscribe(topic("u")).string(PropertyId.REASON_STRING));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void shouldTellOldClientsThatItFailed(final int version)
    {
        assertEquals(List.of(0x80, 1),
            connect(version, "a").subscribe(s -> s.filter(topic("#"), 1).filter(topic("t"), 1)).codes());
    }

    @Test
    void shouldNameTheFirstOfManyFilters()
    {
        final Packet suback = connect("a").subscribe(s ->
        {
            for (int i = 0; i < 50; i++)
            {
                s.filter(topic(i + "/#"), 1);
            }
        });

        final String reason = suback.string(PropertyId.REASON_STRING);
        assertTrue(reason.startsWith("filters 1, 2, 3, 4, 5, 6, 7, 8 and 42 more: "), reason);
    }
}
