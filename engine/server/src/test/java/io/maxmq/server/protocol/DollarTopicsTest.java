package io.maxmq.server.protocol;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Topics that begin with a dollar sign (section 4.7.2).
 */
final class DollarTopicsTest extends ProtocolTest
{
    private String dollar(final String name)
    {
        return "$" + topic(name).replace('/', '-') + "/x";
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("MQTT-4.7.2-1")
    void shouldHideDollarTopicsFromLeadingWildcards(final boolean retained)
    {
        final String hidden = dollar("t");
        final TestClient publisher = connect("pub");
        if (retained)
        {
            publisher.publishRetained(hidden, "hidden", 1);
        }
        final TestClient subscriber = connect("sub").subscribe("+/x", 1).subscribe("#", 1);
        final TestClient explicit = connect("explicit").subscribe(hidden, 1);
        if (!retained)
        {
            publisher.publish(hidden, "hidden", 1);
        }

        explicit.take("hidden");
        publisher.publish(topic("t"), "end", 1);
        Packet next = subscriber.take();
        while (!next.text().equals("end"))
        {
            assertEquals(false, next.topic().startsWith("$"), "hidden: " + next);
            next = subscriber.take();
        }
        publisher.publishRetained(hidden, "", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/#", "/+"})
    void shouldShowThemToFiltersThatNameTheFirstLevel(final String wildcard)
    {
        final String shown = dollar("t");
        final String filter = shown.substring(0, shown.length() - 2) + wildcard;
        final TestClient subscriber = connect("sub").subscribe(filter, 1);

        connect("pub").publish(shown, "shown", 1);

        subscriber.take("shown");
    }
}
