package io.maxmq.tools;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Sets up the logging: one line per message, to standard error; the level is set later by the configuration key
 * {@code logging.level}. Found by Logback as a service. In code, because a broker starts sooner when no XML is read for
 * it; who wants another set-up names a file with {@code -Dlogback.configurationFile}.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LoggingConfigurator extends ContextAwareBase implements Configurator
{
    private static final String PATTERN =
        "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %replace(%msg){'[\\r\\n]+', ' | '}%n%rEx";

    /** Called by Logback, once. */
    public LoggingConfigurator()
    {
    }

    @Override
    public ExecutionStatus configure(final LoggerContext context)
    {
        if (System.getProperty("logback.configurationFile") != null)
        {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        final PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        final ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        context.getLogger("net.openhft").setLevel(Level.WARN);
        final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        addWorkers(context, appender);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Workers log through a queue: what does not fit is left out, since a worker never waits. */
    private static void addWorkers(final LoggerContext context, final ConsoleAppender<ILoggingEvent> appender)
    {
        final AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setName("workers");
        queue.setNeverBlock(true);
        queue.addAppender(appender);
        queue.start();
        final Logger workers = context.getLogger("io.maxmq.core");
        workers.setAdditive(false);
        workers.addAppender(queue);
    }
}
