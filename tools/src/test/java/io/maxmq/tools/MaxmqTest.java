package io.maxmq.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.maxmq.server.config.ConfigReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaxmqTest
{
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "~a command is missing",
        "nonsense~nonsense",
        "pub -m x~a topic is missing",
        "pub -t a~-m=TEXT",
        "pub -t a -m x -n~mutually exclusive",
        "pub -t a/# -m x~has no wildcards",
        "pub -t a -m x -q 3~'3' is not a number from 0 to 2",
        "pub -t a -m x -p 70000~'70000' is not a number from 0 to 65535",
        "pub -t a -m x -c~-c needs a client id",
        "pub -t a -m x -i a -I b~give either -i or -I",
        "pub -t a -m x -V 4~is not mqttv31, mqttv311 or mqttv5",
        "pub -t a -m x -V mqttv311 --content-type b~properties need MQTT 5",
        "pub -t a -m x -V mqttv311 -P b~a password needs a user name",
        "pub -t a -m x --will-payload b~a will needs --will-topic",
        "pub -t a -m x -U b~'b' is not name=value",
        "pub -t a -m x -L http://b~is not mqtt://",
        "pub -t a -m x --repeat 0~at least 1",
        "pub -t a -m x -W soon~'soon' is not a number of seconds",
        "sub~a topic filter is missing",
        "sub -t a -C 0~-C is at least 1",
        "sub -t a -F %z~-F: unknown directive %z",
        "sub -t a -V mqttv311 --no-local~need MQTT 5",
        "config --set a=1~unknown key a",
        "config --set mqtt.max-qoss=1~did you mean mqtt.max-qos?",
        "config --port x~--port: listener.tcp.port = x: must be a whole number"})
    void shouldExplainWhatIsWrongWithACommandLine(final String line, final String message)
    {
        final RunningCommand command = RunningCommand.run(line == null ? new String[0] : line.split(" "));
        assertTrue(command.err().contains(message), command.err());
        assertEquals(ExitCode.USAGE, command.exitCode());
        assertTrue(command.err().startsWith("maxmq: "), command.err());
    }

    /** The launcher records which classes it needs, and later starts are slower where it fails. */
    @Test
    void shouldWarmUp()
    {
        final RunningCommand command = RunningCommand.run("warm-up");
        assertEquals(ExitCode.OK, command.exitCode(), command.err());
    }

    @ParameterizedTest
    @CsvSource({"--help", "pub --help", "sub --help", "config --help", "--version"})
    void shouldHelp(final String line)
    {
        final RunningCommand command = RunningCommand.run(line.split(" "));
        assertEquals(ExitCode.OK, command.exitCode());
        assertTrue(command.out().contains("maxmq"), command.out());
        assertEquals("", command.err());
    }

    @Test
    void shouldTakeMessagesThatLookLikeOptionsOrFiles() throws IOException
    {
        final int port = unusedPort();
        for (final String message : new String[]{"-q", "@file", "-1"})
        {
            final RunningCommand command =
                RunningCommand.run("pub", "-h", "127.0.0.1", "-p", String.valueOf(port), "-t", "a", "-m", message);
            assertEquals(ExitCode.NO_CONNECTION, command.exitCode(), command::err);
        }
    }

    @Test
    void shouldSayThatNobodyIsThere() throws IOException
    {
        final RunningCommand command =
            RunningCommand.run("sub", "-h", "127.0.0.1", "-p", String.valueOf(unusedPort()), "-t", "a");
        assertEquals(ExitCode.NO_CONNECTION, command.exitCode());
        assertTrue(command.err().contains("cannot connect to 127.0.0.1 port "), command.err());
        final RunningCommand quiet =
            RunningCommand.run("sub", "-h", "127.0.0.1", "-p", String.valueOf(unusedPort()), "-t", "a", "--quiet");
        assertEquals(ExitCode.NO_CONNECTION, quiet.exitCode());
        assertEquals("", quiet.err());
    }

    @Test
    void shouldSayThatAFileCannotBeRead()
    {
        final RunningCommand command = RunningCommand.run("pub", "-t", "a", "-f", folder.resolve("none").toString());
        assertEquals(ExitCode.INPUT_OUTPUT, command.exitCode());
        assertTrue(command.err().contains("cannot read"), command.err());
    }

    @Test
    void shouldShowTheEffectiveConfigurationInTheSyntaxOfTheFile() throws IOException
    {
        final RunningCommand changed = RunningCommand.run("config", "--changed", "--set", "mqtt.max-qos=1", "--port",
            "7");
        assertEquals(ExitCode.OK, changed.exitCode());
        assertEquals("listener.tcp.port = 7  # --port\nmqtt.max-qos = 1       # --set\n", changed.out());

        final Path file = Files.writeString(folder.resolve("all.conf"),
            RunningCommand.run("config", "--set", "listener.a.bind=::1", "--set", "data=my \"folder\"").out());
        final RunningCommand again = RunningCommand.run("config", "--config", file.toString(), "--changed");
        assertEquals(ExitCode.OK, again.exitCode(), again::err);
        assertTrue(again.out().contains("data = \"my \\\"folder\\\"\""), again.out());
        assertTrue(again.out().contains("listener.a.bind = \"::1\""), again.out());
    }

    @Test
    void shouldPrintTheReference()
    {
        assertEquals(ConfigReference.markdown(), RunningCommand.run("config", "--reference").out());
    }

    private static int unusedPort() throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            return socket.getLocalPort();
        }
    }
}
