package io.maxmq.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldOfferDefaultsWithoutAnySource() throws Exception
    {
        final BrokerConfig config = BrokerConfig.of(ConfigLoader.load(new ConfigSources()));

        assertEquals(1, config.listeners().size());
        assertEquals(new BrokerConfig.Listener("tcp", ListenerType.TCP, "0.0.0.0", 1883, Integer.MAX_VALUE, 4096, false, null, null),
            config.listeners().get(0));
        assertEquals(Math.min(64, Runtime.getRuntime().availableProcessors()), config.workers().count());
        assertEquals(0xFFFF_FFFFL, config.mqtt().maxSessionExpirySeconds());
        assertEquals(Integer.MAX_VALUE, config.mqtt().maxKeepAliveSeconds());
        assertEquals(Long.MAX_VALUE, config.queue().maxAgeMs());
        assertEquals(10_000, config.connect().timeoutMs());
        assertEquals(Path.of("data"), config.dataFolder());
    }

    @Test
    void shouldLetLaterSourcesWin() throws Exception
    {
        final ConfigSources sources = new ConfigSources().file(file("workers = 2, data = from-file, mqtt.max-qos = 0"));
        assertEquals("2", shown(sources, "workers"));

        sources.environment(Map.of("MAXMQ_WORKERS", "3", "MAXMQ_DATA", "from-environment", "HOME", "/root"));
        assertEquals("3", shown(sources, "workers"));

        sources.set("workers=4").set(" mqtt.max-qos = 1 ");
        assertEquals("4", shown(sources, "workers"));

        sources.option("--workers", "workers", 5).option("--data", "data", null);
        assertEquals("5", shown(sources, "workers"));
        assertEquals("from-environment", shown(sources, "data"));
        assertEquals("1", shown(sources, "mqtt.max-qos"));
    }

    @Test
    void shouldRememberTheOriginOfEveryValue() throws Exception
    {
        final ConfigSources sources = new ConfigSources()
            .file(file("# first line\n\nmqtt {\n  max-qos = 1\n}\n"))
            .environment(Map.of("MAXMQ_LIMITS_INFLIGHT", "7"))
            .set("worker.idle=spin")
            .option("--port", "listener.port", 0);

        assertTrue(origin(sources, "mqtt.max-qos").endsWith("maxmq.conf:4"), origin(sources, "mqtt.max-qos"));
        assertEquals("MAXMQ_LIMITS_INFLIGHT", origin(sources, "limits.inflight"));
        assertEquals("--set", origin(sources, "worker.idle"));
        assertEquals("--port", origin(sources, "listener.tcp.port"));
        assertEquals("default", origin(sources, "workers"));
    }

    @Test
    void shouldReportAllMistakesAtOnceWithFileAndLine() throws Exception
    {
        final Path file =
            file("mqtt {\n  max-qoss = 1\n  max-topic-levels = 0\n}\nnonsense { a = 1, b = 2 }\nworkers { x = 1 }\n");
        final ConfigSources sources = new ConfigSources().file(file)
            .environment(Map.of("MAXMQ_WORKER_IDLE", "sleepy"))
            .set("connect.timeout=10").set("mqtt.max-qos").set("mqtt=5").set("log.memory=many");

        final List<String> errors = errors(sources);
        final String name = file.toString();
        assertEquals(List.of(
            name + ":5: unknown section nonsense; 'maxmq config --reference' lists all",
            name + ":6: workers is a value, not a section",
            "--set mqtt.max-qos: write it as --set key=value",
            name + ":2: unknown key mqtt.max-qoss; did you mean mqtt.max-qos?",
            name + ":3: mqtt.max-topic-levels = 0: must be 1 to 65535",
            "MAXMQ_WORKER_IDLE: worker.idle = sleepy: must be block, backoff or spin",
            "--set: connect.timeout = 10: must be a duration with its unit, for example 10 s, 500 ms or 2 h",
            "--set: mqtt is a section, not a value; set mqtt.max-packet-size",
            "--set: log.memory = many: must be a size, for example 64 KiB or 1 MiB"), errors);
    }

    @Test
    void shouldPointAtSyntaxErrors() throws Exception
    {
        final Path file = file("mqtt {\n  max-qos = 1\n");
        final List<String> errors = errors(new ConfigSources().file(file));
        assertEquals(1, errors.size());
        assertTrue(errors.get(0).startsWith(file + ":"), errors.get(0));
    }

    @Test
    void shouldExplainAMissingFileAndUnresolvedSubstitution() throws Exception
    {
        final Path missing = folder.resolve("missing.conf");
        assertEquals(List.of(missing + ": the configuration file does not exist"), errors(new ConfigSources()
            .file(missing)));

        final Path file = file("workers = ${nowhere}");
        assertTrue(errors(new ConfigSources().file(file)).get(0).startsWith(file + ":1: "));
    }

    @Test
    void shouldReportAProblemInAnIncludedFileThere() throws Exception
    {
        Files.writeString(folder.resolve("mqtt.conf"), "\nmqtt.max-qos = 3\n");
        final List<String> errors = errors(new ConfigSources().file(file("include \"mqtt.conf\"")));
        assertTrue(errors.get(0).contains("mqtt.conf:2: mqtt.max-qos = 3: must be 0 to 2"), errors.get(0));
    }

    @Test
    void shouldSuggestVariablesAndPassOverThoseOfOthers() throws Exception
    {
        final Map<String, String> variables = new LinkedHashMap<>();
        variables.put("MAXMQ_HEAP", "1g");
        variables.put("MAXMQ_JAVA_OPTS", "-Xlog:gc");
        variables.put("MAXMQ_SERVICE_HOST", "10.0.0.1");
        variables.put("MAXMQ_SERVICE_PORT_MQTT", "1883");
        variables.put("MAXMQ_PORT", "tcp://10.0.0.1:1883");
        variables.put("MAXMQ_PORT_1883_TCP_ADDR", "10.0.0.1");
        ConfigLoader.load(new ConfigSources().environment(variables));

        assertEquals(
            List.of("MAXMQ_WORKERSS: no such setting; did you mean MAXMQ_WORKERS?"),
            errors(new ConfigSources().environment(Map.of("MAXMQ_WORKERSS", "1"))));
    }

    @Test
    void shouldReplaceTheDefaultListenerByNamedOnes() throws Exception
    {
        final BrokerConfig config = BrokerConfig.of(ConfigLoader.load(new ConfigSources()
            .file(file("listener.outside.port = 1884\n" +
                "listener.inside { bind = 127.0.0.1, port = 0, max-connections = 5 }"))
            .environment(Map.of("MAXMQ_LISTENER_OUT_SIDE_PORT", "1885"))));

        assertEquals(List.of("inside", "out-side", "outside"),
            config.listeners().stream().map(BrokerConfig.Listener::name).toList());
        assertEquals(1885, config.listeners().get(1).port());
        assertEquals(new BrokerConfig.Listener("inside", ListenerType.TCP, "127.0.0.1", 0, 5, 4096, false, null, null),
            config.listeners().get(0));
    }

    @Test
    void shouldMeanTheOnlyListenerWhereNoneIsNamed() throws Exception
    {
        final ConfigSources sources = new ConfigSources()
            .file(file("listener.outside.bind = 127.0.0.1"))
            .environment(Map.of("MAXMQ_LISTENER_PORT", "1884"));
        assertEquals("1884", shown(sources, "listener.outside.port"));

        sources.set("listener.outside.port=1885");
        assertEquals("1885", shown(sources, "listener.outside.port"));
        sources.option("--port", "listener.port", 1886).option("--bind", "listener.bind", "::1");
        assertEquals("1886", shown(sources, "listener.outside.port"));
        assertEquals("::1", shown(sources, "listener.outside.bind"));
    }

    @Test
    void shouldReadListsFromFileAndText() throws Exception
    {
        assertEquals(List.of(3, 1), BrokerConfig.of(ConfigLoader.load(
            new ConfigSources().file(file("workers = 2, worker.pin = [3, 1]")))).workers().pinnedCores());
        assertEquals(List.of(3, 1), BrokerConfig.with("workers=2", "worker.pin=3,1").workers().pinnedCores());
        assertEquals(List.of(), BrokerConfig.with("worker.pin=").workers().pinnedCores());
        assertTrue(errors(new ConfigSources().file(file("workers = [1, 2]"))).get(0)
            .endsWith(":1: workers is one value, not a list"));
        assertTrue(errors(new ConfigSources().set("worker.pin=1,1")).get(0).endsWith("names core 1 twice"));
    }

    @Test
    void shouldCheckWhatMustHoldBetweenValues()
    {
        assertMessage("both want 0.0.0.0 port 1883", "listener.a.port=1883", "listener.b.port=1883");
        assertMessage("worker.pin names 1 cores for 2 workers", "workers=2", "worker.pin=0");
        assertMessage("mqtt.max-packet-size (64 MiB) must not exceed limits.write-buffer (2 MiB)",
            "mqtt.max-packet-size=64 MiB");
        assertMessage("log.memory (64 MiB) must hold twice log.segment-size (16 MiB) beside reserves of 64 MiB",
            "log.kind=memory", "log.memory=64MiB");
        BrokerConfig.with("listener.a.port=0", "listener.b.port=0");
    }

    @Test
    void shouldUnsetAValueWithNull() throws Exception
    {
        assertEquals("2", shown(new ConfigSources().file(file("mqtt.max-qos = 0\nmqtt.max-qos = null")),
            "mqtt.max-qos"));
    }

    @Test
    void shouldNeverShowSecrets() throws Exception
    {
        final ConfigKey<Long> pin = ConfigKey.of(ConfigGroup.GENERAL, "pin", ConfigTypes.number(0, 9), "0", "")
            .masked();
        final InvalidConfigException ex = assertThrows(
            InvalidConfigException.class,
            () -> new ConfigLoader(Map.of("pin", pin)).read(new ConfigSources().set("pin=1234")));
        assertEquals("--set: pin: must be 0 to 9", ex.getMessage());
        assertEquals("******", new ConfigSetting<>("pin", pin, 7L, "--set").shown());
    }

    private static void assertMessage(final String expected, final String... assignments)
    {
        final String message =
            assertThrows(IllegalArgumentException.class, () -> BrokerConfig.with(assignments)).getMessage();
        assertTrue(message.contains(expected), message);
    }

    private Path file(final String text) throws IOException
    {
        return Files.writeString(folder.resolve("maxmq.conf"), text);
    }

    private static List<String> errors(final ConfigSources sources)
    {
        return assertThrows(InvalidConfigException.class, () -> ConfigLoader.load(sources))
            .errors().stream().map(ConfigError::toString).toList();
    }

    private static String shown(final ConfigSources sources, final String path) throws InvalidConfigException
    {
        return find(sources, path).shown();
    }

    private static String origin(final ConfigSources sources, final String path) throws InvalidConfigException
    {
        return find(sources, path).origin();
    }

    private static ConfigSetting<?> find(final ConfigSources sources, final String path) throws InvalidConfigException
    {
        return ConfigLoader.load(sources).settings().stream().filter((s) -> s.path().equals(path)).findFirst()
            .orElseThrow();
    }
}
