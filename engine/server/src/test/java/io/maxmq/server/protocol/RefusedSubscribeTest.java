package io.maxmq.server.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.transport.codec.ReasonCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A broker that does not tell why it refuses a subscription (section 3.9.3 of MQTT 5, reason code 0x80).
 */
final class RefusedSubscribeTest extends ProtocolTest
{
    @TempDir
    static Path folder;

    @Override
    String[] settings()
    {
        final Path file = folder.resolve("acl");
        try
        {
            Files.writeString(file, "deny subscribe test/+/secret\nallow all test/#\n");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        return new String[]{"acl.file=" + file, "acl.refused-subscribe=unspecified"};
    }

    @Override
    Broker launch(final BrokerConfig config)
    {
        return Broker.launch(config);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void shouldNotTellWhy(final int version)
    {
        final Packet suback =
            connect(version, "a").subscribe(s -> s.filter(topic("secret"), 1).filter(topic("open"), 1));

        assertEquals(List.of(ReasonCode.UNSPECIFIED_ERROR, 1), suback.codes());
    }
}
