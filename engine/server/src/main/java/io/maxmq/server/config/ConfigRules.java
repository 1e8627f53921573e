package io.maxmq.server.config;

import io.maxmq.journal.log.LogConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What must hold between several values, each of which is fine alone.
 */
final class ConfigRules
{
    private static final int RESERVES_PER_FILE = 12;

    private ConfigRules()
    {
    }

    static void check(final ConfigValues values, final List<ConfigError> errors)
    {
        checkPorts(values, errors);
        ListenerRules.check(values, errors);
        checkPins(values, errors);
        atMost(values, errors, ConfigKeys.MQTT_MAX_PACKET_SIZE, ConfigKeys.LIMITS_WRITE_BUFFER,
            "a packet must fit into the buffer of the client that receives it");
        atMost(values, errors, ConfigKeys.LIMITS_WRITE_BUFFER, ConfigKeys.LIMITS_WORKER_BUFFERS,
            "one client could otherwise take all of it");
        atMost(values, errors, ConfigKeys.CONNECT_MAX_BYTES, ConfigKeys.MQTT_MAX_PACKET_SIZE,
            "CONNECT is a packet too");
        checkLogMemory(values, errors);
        LoginKeys.check(values, errors);
        checkLogFiles(values, errors);
    }

    /** The reserves of a journal are a quarter of a file at the most, and two files are the least it can use. */
    private static void checkLogFiles(final ConfigValues values, final List<ConfigError> errors)
    {
        final ConfigSetting<Long> file =
            values.setting(ConfigKeys.LOG_FILE_SIZE, ConfigKeys.LOG_FILE_SIZE.name());
        final ConfigSetting<Long> reserve = values.setting(ConfigKeys.LOG_RESERVE, ConfigKeys.LOG_RESERVE.name());
        final ConfigSetting<Long> disk = values.setting(ConfigKeys.LOG_MAX_DISK, ConfigKeys.LOG_MAX_DISK.name());
        if (file.value() < RESERVES_PER_FILE * reserve.value())
        {
            errors.add(new ConfigError(reserve.isDefault() ? file.origin() : reserve.origin(), file.path() + " (" +
                file.shown() + ") must be at least " + RESERVES_PER_FILE + " times log.reserve (" + reserve.shown() +
                ")"));
        }
        if (disk.value() < 2 * file.value())
        {
            errors.add(new ConfigError(disk.isDefault() ? file.origin() : disk.origin(), disk.path() + " (" +
                disk.shown() + ") must be at least twice log.file-size (" + file.shown() + ")"));
        }
    }

    /** A log in memory has room for two segments beside its reserves. */
    private static void checkLogMemory(final ConfigValues values, final List<ConfigError> errors)
    {
        final LogConfig defaults = LogConfig.forReaders(1);
        final ConfigSetting<Long> memory = values.setting(ConfigKeys.LOG_MEMORY, ConfigKeys.LOG_MEMORY.name());
        final ConfigSetting<Long> segment =
            values.setting(ConfigKeys.LOG_SEGMENT_SIZE, ConfigKeys.LOG_SEGMENT_SIZE.name());
        final long reserves = defaults.inFlightReserve() + defaults.essentialReserve();
        if (values.get(ConfigKeys.LOG_KIND) == LogKind.MEMORY && memory.value() - reserves < 2 * segment.value())
        {
            final String origin = memory.isDefault() ? segment.origin() : memory.origin();
            errors.add(new ConfigError(origin, memory.path() + " (" + memory.shown() +
                ") must hold twice log.segment-size (" + segment.shown() + ") beside reserves of " +
                Units.formatSize(reserves)));
        }
    }

    private static void checkPorts(final ConfigValues values, final List<ConfigError> errors)
    {
        final Map<String, String> taken = new HashMap<>();
        for (final String listener : values.listeners())
        {
            final long port = values.get(ConfigKeys.LISTENER_PORT, listener);
            final String address = values.get(ConfigKeys.LISTENER_BIND, listener) + " port " + port;
            final String other = port == 0 ? null : taken.put(address, listener);
            if (other != null)
            {
                final String path = ConfigKeys.LISTENER_PORT.path(listener);
                errors.add(new ConfigError(values.setting(ConfigKeys.LISTENER_PORT, path).origin(),
                    "listeners " + other + " and " + listener + " both want " + address + "; give one another port"));
            }
        }
    }

    private static void checkPins(final ConfigValues values, final List<ConfigError> errors)
    {
        final ConfigSetting<List<Integer>> pins = values.setting(ConfigKeys.WORKER_PIN, ConfigKeys.WORKER_PIN.name());
        final int workers = BrokerConfigBuilder.workerCount(values.get(ConfigKeys.WORKERS));
        if (!pins.value().isEmpty() && pins.value().size() != workers)
        {
            errors.add(new ConfigError(pins.origin(), "worker.pin names " + pins.value().size() + " cores for " +
                workers + " workers; name one for each, or set workers to " + pins.value().size()));
        }
    }

    private static void atMost(
        final ConfigValues values,
        final List<ConfigError> errors,
        final ConfigKey<Long> small,
        final ConfigKey<Long> large,
        final String reason)
    {
        final ConfigSetting<Long> smallSetting = values.setting(small, small.name());
        final ConfigSetting<Long> largeSetting = values.setting(large, large.name());
        if (smallSetting.value() > largeSetting.value())
        {
            final String origin = smallSetting.isDefault() ? largeSetting.origin() : smallSetting.origin();
            errors.add(new ConfigError(origin, small.name() + " (" + smallSetting.shown() + ") must not exceed " +
                large.name() + " (" + largeSetting.shown() + "): " + reason));
        }
    }
}
