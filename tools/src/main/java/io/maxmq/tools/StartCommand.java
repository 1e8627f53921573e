package io.maxmq.tools;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import io.maxmq.server.config.ConfigSetting;
import io.maxmq.server.config.ConfigValues;
import io.maxmq.server.config.ListenerType;
import io.maxmq.server.config.LogKind;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/**
 * {@code maxmq start}: runs a broker until it is told to stop (SIGTERM, SIGINT) or fails. Closing is bounded by
 * {@code shutdown.timeout}; further signals do not hasten it.
 */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = "Start a broker.",
    footerHeading = "%nExit codes: ",
    footer = "0 stopped by a signal, 1 wrong command line or configuration, 6 could not start, or died.%n")
final class StartCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions options;

    private final Function<BrokerConfig, Broker> launcher;

    StartCommand()
    {
        this(Broker::launch);
    }

    /**
     * @param launcher of the broker: tests see to it that theirs fails.
     */
    StartCommand(final Function<BrokerConfig, Broker> launcher)
    {
        this.launcher = launcher;
    }

    public Integer call() throws Exception
    {
        final ConfigValues values = options.load(System.getenv());
        final BrokerConfig config = BrokerConfig.of(values);
        setLevel(config);
        final Broker broker = launch(config);
        stopOnSignals(broker);
        print(broker, values);
        final Throwable failure = broker.awaitTermination();
        broker.close();
        if (failure != null)
        {
            throw new CommandFailure(ExitCode.BROKER_FAILED, "the broker has failed: " + failure);
        }
        return ExitCode.OK;
    }

    private Broker launch(final BrokerConfig config) throws CommandFailure
    {
        try
        {
            return launcher.apply(config);
        }
        catch (final RuntimeException ex)
        {
            LoggerFactory.getLogger(StartCommand.class).debug("the broker could not start", ex);
            throw new CommandFailure(ExitCode.BROKER_FAILED, "the broker could not start: " + messages(ex));
        }
    }

    /** Each message once, from the outermost to the cause. */
    private static String messages(final Throwable thrown)
    {
        final StringBuilder text = new StringBuilder();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause())
        {
            final String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (text.indexOf(message) < 0)
            {
                text.append(text.length() == 0 ? "" : ": ").append(message);
            }
        }
        return text.toString();
    }

    private static void setLevel(final BrokerConfig config)
    {
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root)
        {
            root.setLevel(Level.toLevel(config.loggingLevel().name()));
        }
    }

    /** Handlers rather than a shutdown hook, because with a hook the JVM would report the signal and not 0. */
    private static void stopOnSignals(final Broker broker)
    {
        for (final String name : new String[]{"TERM", "INT"})
        {
            Signal.handle(new Signal(name), (signal) ->
            {
                final Thread closer = new Thread(broker::close, "maxmq-shutdown");
                closer.setDaemon(true);
                closer.start();
            });
        }
        Signal.handle(new Signal("HUP"), (signal) -> broker.reload());
    }

    private void print(final Broker broker, final ConfigValues values)
    {
        final BrokerConfig config = broker.config();
        final PrintWriter out = spec.commandLine().getOut();
        out.println(new Version().getVersion()[0]);
        for (final BrokerConfig.Listener listener : config.listeners())
        {
            final String address = listener.type() == ListenerType.UNIX ? listener.bind() :
                host(listener.bind()) + ":" + broker.boundPort(listener.name());
            out.println("listening  " + address + " (" + name(listener) + ")");
        }
        out.println("workers    " + config.workers().count() + ", idle: " +
            config.workers().idle().name().toLowerCase(Locale.ROOT));
        out.println("data       " + config.dataFolder().toAbsolutePath().normalize() + " (" + log(config, values) + ")");
        out.flush();
    }

    private static String name(final BrokerConfig.Listener listener)
    {
        return listener.type() == ListenerType.TCP ? listener.name() :
            listener.name() + ", " + listener.type().name().toLowerCase(Locale.ROOT);
    }

    private static String log(final BrokerConfig config, final ConfigValues values)
    {
        return config.log().kind() == LogKind.MEMORY ?
            "log in memory, up to " + shown(values, "log.memory") : "journal, sync: " + shown(values, "log.sync");
    }

    private static String host(final String bind)
    {
        return bind.indexOf(':') < 0 ? bind : "[" + bind + "]";
    }

    private static String shown(final ConfigValues values, final String path)
    {
        return values.settings().stream().filter((setting) -> setting.path().equals(path))
            .map(ConfigSetting::shown).findFirst().orElseThrow();
    }
}
