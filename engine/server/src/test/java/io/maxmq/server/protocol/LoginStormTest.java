package io.maxmq.server.protocol;

import io.maxmq.core.counter.Counter;
import io.maxmq.security.password.PasswordHash;
import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.transport.codec.PacketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Very many clients that log in at once, with passwords that take long to verify: those who are connected do not
 * notice, and those for whom there is no room are told so.
 */
final class LoginStormTest extends ProtocolTest
{
    private static final int QUEUE = 500;
    private static final int STORM = 560;
    private static final byte[] PASSWORD = Bytes.utf8("password");
    /** Of a password that nobody knows; to verify one takes a second. */
    private static final String SLOW = "$7$1000000$c2FsdA==$" + Base64.getEncoder().encodeToString(new byte[64]);

    @TempDir
    static Path folder;

    @Override
    String[] settings()
    {
        final Path file = folder.resolve("users");
        try
        {
            Files.writeString(file, "fast:" + PasswordHash.scram(PASSWORD) + "\nslow:" + SLOW + "\n");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        return new String[]{
            "auth.password-file=" + file, "auth.threads=1", "auth.queue=" + QUEUE, "auth.timeout=5min"};
    }

    @Override
    Broker launch(final BrokerConfig config)
    {
        return Broker.launch(config);
    }

    private TestClient logIn(final String name, final String user)
    {
        return open(5).sendConnect(id(name), true, c -> c.username(user).password(PASSWORD));
    }

    @Test
    void shouldServeThoseWhoAreConnectedWhileVeryManyLogIn()
    {
        final TestClient subscriber = logIn("fast", "fast");
        assertEquals(0, subscriber.await(PacketType.CONNACK).reasonCode());
        subscriber.subscribe(topic("a"), 1);
        final TestClient publisher = logIn("publisher", "fast");
        assertEquals(0, publisher.await(PacketType.CONNACK).reasonCode());
        final long before = counted(Counter.CONNECTS_REFUSED);
        for (int i = 0; i < STORM; i++)
        {
            logIn("storm" + i, "slow");
        }

        for (int i = 0; i < 100; i++)
        {
            publisher.publish(topic("a"), "m" + i, 1);
            subscriber.take("m" + i);
        }

        await("those whom the queue does not hold are refused",
            () -> counted(Counter.CONNECTS_REFUSED) >= before + STORM - QUEUE - 1);
        assertTrue(counted(Counter.CONNECTS_REFUSED) < before + STORM / 2, "the others wait");
    }
}
