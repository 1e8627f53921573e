package io.maxmq.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.transport.tls.TestCertificates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code maxmq pub} and {@code maxmq sub} over TLS.
 */
@Timeout(120)
class TlsPubSubTest
{
    @TempDir
    private Path folder;

    private Broker broker;

    @BeforeEach
    void launch()
    {
        broker = Broker.launch(BrokerConfig.with("workers=1",
            "listener.safe.type=tls", "listener.safe.bind=127.0.0.1", "listener.safe.port=0",
            "listener.safe.tls.client-certificate=optional",
            "listener.safe.tls.client-ca=" + file("ca.pem"),
            "listener.safe.tls.certificate=" + file("server.pem"), "listener.safe.tls.key=" + file("server.key")));
    }

    @AfterEach
    void close()
    {
        broker.close();
    }

    private String file(final String name)
    {
        return TestCertificates.copy(name, folder).toString();
    }

    private RunningCommand run(final String command, final String... options)
    {
        final List<String> all = new ArrayList<>(List.of(command, "-p", String.valueOf(broker.boundPort()), "-t", "t"));
        all.addAll(List.of(options));
        return RunningCommand.run(all.toArray(String[]::new));
    }

    @Test
    void shouldPublishAndSubscribe()
    {
        final RunningCommand pub = run("pub", "-m", "kept", "-r", "-q", "1", "--cafile", file("ca.pem"));
        assertEquals(ExitCode.OK, pub.exitCode(), pub::err);
        final RunningCommand sub = run("sub", "-C", "1", "--cafile", file("ca.pem"), "--cert", file("client.pem"),
            "--key", file("client.key"));
        assertEquals(ExitCode.OK, sub.exitCode(), sub::err);
        assertEquals("kept\n", sub.payloads());
    }

    @Test
    void shouldNotBelieveServersOfStrangersOrOtherNames()
    {
        final RunningCommand stranger = run("pub", "-m", "x", "--cafile", file("stranger.pem"));
        assertEquals(ExitCode.NO_CONNECTION, stranger.exitCode(), stranger::err);
        final RunningCommand unknown = run("pub", "-m", "x", "--tls");
        assertEquals(ExitCode.NO_CONNECTION, unknown.exitCode(), unknown::err);
    }

    @Test
    void shouldSayWhatIsWrongWithTheOptions()
    {
        final RunningCommand absent = run("pub", "-m", "x", "--cafile", folder.resolve("absent.pem").toString());
        assertEquals(ExitCode.USAGE, absent.exitCode(), absent::err);
        assertTrue(absent.err().contains("absent.pem"), absent.err());
        final RunningCommand plain = run("pub", "-m", "x", "--cert", file("client.pem"));
        assertEquals(ExitCode.USAGE, plain.exitCode(), plain::err);
    }
}
