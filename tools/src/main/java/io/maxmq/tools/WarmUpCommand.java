package io.maxmq.tools;

import io.maxmq.server.Broker;
import io.maxmq.server.config.BrokerConfig;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code maxmq warm-up}: runs a little of everything, so that the launcher can record which classes are needed in an
 * archive that makes later starts quick. Hidden, because it does nothing for people.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer>
{
    private static final String TOPIC = "warm-up";

    public Integer call() throws CommandFailure
    {
        run("config");
        run("pub", "--help");
        run("sub", "--help");
        run("start", "--help");
        final BrokerConfig config = BrokerConfig.with(
            "workers=2", "listener.tcp.port=0", "listener.tcp.bind=127.0.0.1");
        try (Broker broker = Broker.launch(config))
        {
            final String port = String.valueOf(broker.boundPort());
            for (final String qos : new String[]{"0", "1", "2"})
            {
                run("pub", "-h", "127.0.0.1", "-p", port, "-t", TOPIC, "-q", qos, "-r", "-m", "warm");
                run("sub", "-h", "127.0.0.1", "-p", port, "-t", TOPIC, "-q", qos, "-C", "1", "-W", "5",
                    "-F", "%t %p %I");
            }
            run("sub", "-h", "127.0.0.1", "-p", port, "-t", TOPIC, "-q", "1", "-c", "-i", TOPIC, "-E");
        }
        return ExitCode.OK;
    }

    private static void run(final String... args) throws CommandFailure
    {
        final CommandLine command =
            Maxmq.commandLine(new Streams(InputStream.nullInputStream(), OutputStream.nullOutputStream()), args);
        command.setOut(new PrintWriter(OutputStream.nullOutputStream()));
        command.setErr(new PrintWriter(OutputStream.nullOutputStream()));
        final int exitCode = command.execute(args);
        if (exitCode != ExitCode.OK)
        {
            throw new CommandFailure(exitCode, String.join(" ", args) + " ended with " + exitCode);
        }
    }
}
