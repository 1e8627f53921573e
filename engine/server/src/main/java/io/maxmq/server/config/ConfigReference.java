package io.maxmq.server.config;

/**
 * Writes the reference page {@code docs/configuration.md} from the table.
 */
public final class ConfigReference
{
    private static final String INTRODUCTION = """
        # Configuration

        <!-- Written by `tools/bin/maxmq config --reference`; change the table (ConfigKeys.java), not this page. -->

        MaxMQ needs no configuration to start. What you want to change goes into one file, and any single value can be
        set from outside. The later of these wins:

        1. the defaults on this page,
        2. the file: `maxmq start --config maxmq.conf`, or its name in `MAXMQ_CONFIG`,
        3. the environment: `MAXMQ_` and the key in capitals, with `_` for dots and hyphens: `MAXMQ_MQTT_MAX_QOS=1`,
        4. `--set key=value`, as often as you like: `maxmq start --set mqtt.max-qos=1`,
        5. the options `--port`, `--bind`, `--data` and `--workers` of `maxmq start`.

        `maxmq config` takes the same options as `maxmq start` and shows the effective value of every key and where it
        came from; `maxmq config --changed` leaves out the defaults. An unknown key or a bad value stops the start. All
        mistakes are reported at once, each with its file and line:

        ```
        $ maxmq start --config maxmq.conf --set workers=many
        maxmq: the configuration has 2 errors
          maxmq.conf:3: unknown key mqtt.max-qoss; did you mean mqtt.max-qos?
          --set: workers = many: must be a whole number
        ```

        The file is [HOCON](https://github.com/lightbend/config/blob/main/HOCON.md), a kinder JSON:

        ```
        workers = 4
        listener.tcp.port = 1883
        listener.internal { bind = "127.0.0.1", port = 2883 }
        mqtt {
          max-qos = 1                    # comments are welcome
          max-session-expiry = 7 d
        }
        ```

        Sizes are bytes or have a unit (`B`, `KiB`, `MiB`, `GiB`, `TiB`; `kB`, `MB`, `GB`, `TB` count in thousands).
        Durations have a unit (`ns`, `us`, `ms`, `s`, `min`, `h`, `d`).

        In the environment a listener's name stands in the middle, in capitals, with `_` for a hyphen:
        `MAXMQ_LISTENER_INTERNAL_PORT`. Without a name, `MAXMQ_LISTENER_PORT` means the only listener. A variable that
        begins with `MAXMQ_` and sets nothing is an error too, except `MAXMQ_CONFIG`,
            those of the launcher and those that
        Kubernetes adds for a service named `maxmq`.

        The launcher `tools/bin/maxmq` reads `MAXMQ_HEAP` (the heap of the Java virtual machine, `512m` by default) and
        `MAXMQ_JAVA_OPTS` (more options for it, which win over the launcher's own).
        """;

    private ConfigReference()
    {
    }

    /**
     * @return the page, in Markdown.
     */
    public static String markdown()
    {
        final StringBuilder page = new StringBuilder(INTRODUCTION);
        for (final ConfigGroup group : ConfigGroup.values())
        {
            appendGroup(page, group);
        }
        return page.toString();
    }

    private static void appendGroup(final StringBuilder page, final ConfigGroup group)
    {
        page.append("\n## ").append(group.title()).append("\n\n");
        if (!group.introduction().isEmpty())
        {
            page.append(group.introduction()).append("\n\n");
        }
        page.append("| key | default | allowed | |\n|---|---|---|---|\n");
        for (final ConfigKey<?> key : ConfigKeys.all().values())
        {
            if (key.group() == group)
            {
                appendKey(page, key);
            }
        }
    }

    private static <T> void appendKey(final StringBuilder page, final ConfigKey<T> key)
    {
        final String value = key.show(key.defaultValue());
        page.append("| `").append(key.name()).append("` | ").append(value.isEmpty() ? "" : "`" + value + "`").append(" | ")
            .append(key.type().range()).append(" | ").append(key.text()).append(" |\n");
    }
}
