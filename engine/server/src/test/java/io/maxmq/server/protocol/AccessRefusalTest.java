package io.maxmq.server.protocol;

import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.transport.codec.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Rules in Mosquitto's format, and a broker that ends the connections of those who publish what they may not.
 */
final class AccessRefusalTest extends ProtocolTest
{
    @TempDir
    static Path folder;

    @Override
    String[] settings()
    {
        final Path file = folder.resolve("acl");
        try
        {
            Files.writeString(file, "topic read test/#\npattern write test/+/%c\n");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        return new String[]{"acl.file=" + file, "acl.format=mosquitto", "acl.refused-publish=disconnect"};
    }

    @Override
    Broker launch(final BrokerConfig config)
    {
        return Broker.launch(config);
    }

    @ParameterizedTest
    @CsvSource({"4,0", "4,1", "5,0", "5,1", "5,2"})
    void shouldEndTheConnection(final int version, final int qos)
    {
        final TestClient client = connect(version, "a");

        client.sendPublish(topic("other"), "no", qos, 1);

        assertEquals(version == 5 ? ReasonCode.NOT_AUTHORIZED : -1, client.awaitEnd());
    }

    @Test
    void shouldLetOthersThrough()
    {
        final TestClient subscriber = connect("b").subscribe("#", 1);

        connect("a").publish(topic(id("a")), "m", 1);

        subscriber.take("m");
    }

    @Test
    void shouldNotStartWithRulesThatAreWrong() throws IOException
    {
        final Path file = Files.writeString(folder.resolve("wrong"), "topic read a\ntopics read b\n");
        final BrokerConfig config =
            BrokerConfig.with("listener.tcp.port=0", "acl.format=mosquitto", "acl.file=" + file);

        final String message =
            assertThrows(IllegalArgumentException.class, () -> Broker.launch(config)).getMessage();

        assertTrue(message.contains(file + ":2: "), message);
    }
}
