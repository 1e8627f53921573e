package io.maxmq.server.clients;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * mosquitto's command line clients against this broker. They come with Debian's package {@code mosquitto-clients};
 * where they are missing these tests fail.
 */
final class MosquittoClientTest extends ClientTest
{
    private Process start(final String command, final String... arguments) throws IOException
    {
        final List<String> line = new ArrayList<>(
            List.of(command, "-h", "127.0.0.1", "-p", Integer.toString(port())));
        line.addAll(List.of(arguments));
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    /** The output of a command that ends with success. */
    private static List<String> finish(final Process process) throws IOException, InterruptedException
    {
        try
        {
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "has not ended: " + output);
            assertEquals(0, process.exitValue(), output);
            return output.lines().toList();
        }
        finally
        {
            process.destroyForcibly();
        }
    }

    private List<String> run(final String command, final String... arguments)
        throws IOException, InterruptedException
    {
        return finish(start(command, arguments));
    }

    @ParameterizedTest
    @CsvSource({"mqttv31,0", "mqttv31,2", "mqttv311,0", "mqttv311,1", "mqttv311,2", "mqttv5,0", "mqttv5,1", "mqttv5,2"})
    void shouldGiveARetainedMessageToMosquittoSub(final String version, final String qos) throws Exception
    {
        run("mosquitto_pub", "-V", version, "-q", qos, "-t", topic("t"), "-m", "hello", "-r");

        final List<String> output = run("mosquitto_sub", "-V", version, "-q", qos, "-v", "-t", topic("#"),
            "-C", "1", "-W", Integer.toString(DEADLINE_SECONDS));

        assertEquals(List.of(topic("t") + " hello"), output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void shouldKeepMessagesForASessionOfMosquittoSub(final String version) throws Exception
    {
        final List<String> session = new ArrayList<>(
            List.of("-V", version, "-i", id("sub"), "-c", "-q", "1", "-t", topic("t")));
        if (version.equals("mqttv5"))
        {
            session.addAll(List.of("-x", "600"));
        }
        final List<String> once = new ArrayList<>(session);
        once.add("-E");
        run("mosquitto_sub", once.toArray(String[]::new));

        for (int i = 0; i < 3; i++)
        {
            run("mosquitto_pub", "-V", version, "-q", "1", "-t", topic("t"), "-m", "m" + i);
        }

        session.addAll(List.of("-C", "3", "-W", Integer.toString(DEADLINE_SECONDS)));
        assertEquals(List.of("m0", "m1", "m2"), run("mosquitto_sub", session.toArray(String[]::new)));
    }

    @Test
    void shouldPublishLinesFromStandardInput() throws Exception
    {
        final List<String> session = new ArrayList<>(List.of("-i", id("sub"), "-c", "-q", "2", "-t", topic("t")));
        final List<String> once = new ArrayList<>(session);
        once.add("-E");
        run("mosquitto_sub", once.toArray(String[]::new));
        final Process publisher = start("mosquitto_pub", "-q", "2", "-t", topic("t"), "-l");
        final StringBuilder lines = new StringBuilder();
        final List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++)
        {
            lines.append("line ").append(i).append('\n');
            expected.add("line " + i);
        }
        publisher.getOutputStream().write(lines.toString().getBytes(StandardCharsets.UTF_8));
        publisher.getOutputStream().close();
        finish(publisher);

        session.addAll(List.of("-C", "200", "-W", Integer.toString(DEADLINE_SECONDS)));
        assertEquals(expected, run("mosquitto_sub", session.toArray(String[]::new)));
    }

    @Test
    void shouldPassPropertiesFromMosquittoPubToMosquittoSub() throws Exception
    {
        run("mosquitto_pub", "-V", "mqttv5", "-q", "1", "-r", "-t", topic("t"), "-m", "m",
            "-D", "publish", "content-type", "text/plain", "-D", "publish", "user-property", "k", "v");

        assertEquals(List.of("text/plain k:v m"), run("mosquitto_sub", "-V", "mqttv5", "-q", "1", "-t", topic("t"),
            "-C", "1", "-W", Integer.toString(DEADLINE_SECONDS), "-F", "%C %P %p"));
    }
}
