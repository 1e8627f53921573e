package io.maxmq.tools;

import io.maxmq.server.config.ConfigReference;
import io.maxmq.server.config.ConfigSetting;
import io.maxmq.server.config.ConfigValues;
import io.maxmq.server.config.InvalidConfigException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code maxmq config}: shows what a broker would run with, and why. Secrets are masked.
 */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Show the effective configuration and where each value comes from.")
final class ConfigCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions options;

    @Option(names = "--changed", description = "Leave out the defaults.")
    private boolean changed;

    @Option(names = "--reference", description = "Print the reference page of all keys (Markdown) instead.")
    private boolean reference;

    public Integer call() throws InvalidConfigException
    {
        final PrintWriter out = spec.commandLine().getOut();
        if (reference)
        {
            out.print(ConfigReference.markdown());
        }
        else
        {
            print(out, options.load(System.getenv()));
        }
        out.flush();
        return ExitCode.OK;
    }

    private void print(final PrintWriter out, final ConfigValues values)
    {
        final Collection<ConfigSetting<?>> all = values.settings();
        final List<ConfigSetting<?>> shown = all.stream().filter((setting) -> !changed || !setting.isDefault())
            .toList();
        final int width = shown.stream().mapToInt((setting) -> assignment(setting).length()).max().orElse(0);
        for (final ConfigSetting<?> setting : shown)
        {
            final String text = assignment(setting);
            out.println(text + " ".repeat(width - text.length()) + "  # " + setting.origin());
        }
    }

    /** In the syntax of the file, so that the output can be one. */
    private static String assignment(final ConfigSetting<?> setting)
    {
        final String value = setting.shown();
        final boolean plain = value.matches("[A-Za-z0-9 ._/-]+|\\[[A-Za-z0-9, ._/-]*]");
        return setting.path() + " = " + (plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
}
