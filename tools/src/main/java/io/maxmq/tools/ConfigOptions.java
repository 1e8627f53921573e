package io.maxmq.tools;

import io.maxmq.server.config.ConfigLoader;
import io.maxmq.server.config.ConfigSources;
import io.maxmq.server.config.ConfigValues;
import io.maxmq.server.config.InvalidConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * The options that say how a broker is configured; shared by {@code start} and {@code config}.
 */
final class ConfigOptions
{
    @Option(names = "--config", paramLabel = "FILE", description =
        "Configuration file (HOCON). Default: $$MAXMQ_CONFIG.")
    private Path file;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set one key; may be repeated.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--port", paramLabel = "PORT", description = "Port of the listener; 0 takes a free one.")
    private String port;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to listen on.")
    private String bind;

    @Option(names = "--data", paramLabel = "FOLDER", description = "The folder that belongs to this broker.")
    private String data;

    @Option(names = "--workers", paramLabel = "N", description = "Number of workers, or auto.")
    private String workers;

    ConfigValues load(final Map<String, String> environment) throws InvalidConfigException
    {
        final String named = environment.get("MAXMQ_CONFIG");
        final ConfigSources sources = new ConfigSources()
            .file(file != null || named == null || named.isEmpty() ? file : Path.of(named))
            .environment(environment)
            .option("--port", "listener.port", port)
            .option("--bind", "listener.bind", bind)
            .option("--data", "data", data)
            .option("--workers", "workers", workers);
        assignments.forEach(sources::set);
        return ConfigLoader.load(sources);
    }
}
