package io.maxmq.server.protocol;

import io.maxmq.core.counter.Counter;
import io.maxmq.transport.codec.PropertyId;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Keep alive (section 3.1.2.10) and server keep alive (3.2.2.3.14).
 */
final class KeepAliveTest extends ProtocolTest
{
    private static final long ONE_AND_A_HALF_SECONDS_NS = 1_500_000_000L;
    private static final long TOLERANCE_NS = 20_000_000L;

    @Override
    String[] settings()
    {
        return new String[] {"mqtt.max-keep-alive=60 s"};
    }

    @ParameterizedTest
    @CsvSource({"3,-1", "4,-1", "5,141"})
    @Tag("MQTT-3.1.2-22")
    void shouldEndAConnectionThatIsSilentForOneAndAHalfTimesItsKeepAlive(final int version, final int reason)
    {
        final long before = counted(Counter.KEEP_ALIVE_TIMEOUTS);
        final TestClient client = open(version);
        final long startNs = System.nanoTime();
        client.connect(id("a"), true, c -> c.keepAliveSeconds(1));

        assertEquals(reason, client.awaitEnd());

        assertTrue(System.nanoTime() - startNs >= ONE_AND_A_HALF_SECONDS_NS - TOLERANCE_NS, "not before its time");
        assertEquals(before + 1, counted(Counter.KEEP_ALIVE_TIMEOUTS));
    }

    @Test
    void shouldTakeAnyPacketAsASignOfLife()
    {
        final TestClient client = connect("a", c -> c.keepAliveSeconds(2));

        for (int i = 0; i < 4; i++)
        {
            letPass(900);
            if (i % 2 == 0)
            {
                client.ping();
            }
            else
            {
                client.publish(topic("t"), "m", 0);
            }
        }

        client.ping();
    }

    @Test
    void shouldNotTakeWhatItSendsItselfAsASignOfLife()
    {
        final TestClient client = connect("a", c -> c.keepAliveSeconds(1)).subscribe(topic("t"), 0);
        final TestClient publisher = connect("pub");
        final long before = counted(Counter.KEEP_ALIVE_TIMEOUTS);

        await("timed out although messages go to it", () ->
        {
            publisher.publish(topic("t"), "m", 0);
            return counted(Counter.KEEP_ALIVE_TIMEOUTS) > before;
        });

        assertEquals(ReasonCode.KEEP_ALIVE_TIMEOUT, client.awaitEnd());
    }

    @Test
    @Tag("MQTT-3.2.2-21")
    void shouldTellClientsTheLongestKeepAlive()
    {
        assertEquals(60, connect("a", c -> c.keepAliveSeconds(0)).connack().number(PropertyId.SERVER_KEEP_ALIVE));
        assertEquals(60, connect("b", c -> c.keepAliveSeconds(61)).connack().number(PropertyId.SERVER_KEEP_ALIVE));
        assertEquals(-1, connect("c", c -> c.keepAliveSeconds(60)).connack().number(PropertyId.SERVER_KEEP_ALIVE));
    }
}
