package io.maxmq.server.robustness;

import io.maxmq.transport.codec.MqttVersion;
import io.maxmq.transport.codec.PacketType;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.concurrent.CompletableFuture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Two sides fight for one client id, each connecting again as soon as it has lost: whatever happened on the way, one
 * connection and one session are left, and every loser that was let in and can be told was told why.
 */
class TakeoverFightTest extends RobustnessTest
{
    private static final int ROUNDS = 40;
    private static final String ID = "disputed";

    private volatile boolean isOver;

    @ParameterizedTest
    @CsvSource({
        "5, true, 5, true", "5, false, 5, false", "5, false, 5, true", "4, false, 5, false", "4, true, 5, false",
        "4, true, 4, true", "4, false, 4, false"})
    void shouldEndConsistent(
        final int oneVersion, final boolean oneIsClean, final int twoVersion, final boolean twoIsClean) throws Exception
    {
        launch();
        final CompletableFuture<Void> one = CompletableFuture.runAsync(() -> fight(oneVersion, oneIsClean));
        final CompletableFuture<Void> two = CompletableFuture.runAsync(() -> fight(twoVersion, twoIsClean));
        CompletableFuture.anyOf(one, two).get();
        isOver = true;
        // Who is there now loses to this one; who comes later sees that it is over.
        connect(ID);
        one.get();
        two.get();

        connect(ID).close();
        final RawClient first = open(MqttVersion.V5);
        assertEquals(false, first.connectPersistent(ID, 10));
        first.subscribe("after", 1);
        final RawClient second = open(MqttVersion.V5);
        assertEquals(true, second.connectPersistent(ID, 10));
        assertEquals(ReasonCode.SESSION_TAKEN_OVER, first.awaitEnd());
        connect("publisher").publish("after", 7, 10);
        second.take(7);
        second.ping();
    }

    /** Connects, and is there until the other side takes over. */
    private void fight(final int version, final boolean isClean)
    {
        for (int i = 0; i < ROUNDS && !isOver; i++)
        {
            try (RawClient client = RawClient.open(broker().boundPort(), version))
            {
                client.sendConnect(ID, isClean, c ->
                {
                    if (!isClean && version == MqttVersion.V5)
                    {
                        c.sessionExpirySeconds(3_600);
                    }
                });
                final Frame connack = client.read();
                // Who loses before it is let in is refused, and with MQTT 3 not told why.
                if (connack == null || connack.code() == ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR)
                {
                    assertEquals(version == MqttVersion.V5, connack != null);
                }
                else
                {
                    assertEquals(PacketType.CONNACK, connack.type());
                    assertEquals(0, connack.code());
                    assertTrue(!isClean || !connack.sessionPresent());
                    if (!isOver)
                    {
                        assertEquals(version == MqttVersion.V5 ? ReasonCode.SESSION_TAKEN_OVER : -1, client.awaitEnd());
                    }
                }
            }
        }
    }
}
