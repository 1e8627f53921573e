package io.maxmq.tools;

import io.maxmq.server.Broker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;

/**
 * {@code maxmq start} with a broker one of whose workers meets an unexpected error inside its duty cycle, a moment
 * after it has begun to listen.
 */
final class FailingBroker
{
    static final String MESSAGE = "nobody expected this";

    private FailingBroker()
    {
    }

    /** The last argument is the number of the worker, those before it are of {@code maxmq start}. */
    public static void main(final String... args)
    {
        final int worker = Integer.parseInt(args[args.length - 1]);
        final CommandLine maxmq = new CommandLine(new Maxmq());
        maxmq.addSubcommand(new StartCommand((config) ->
        {
            final Broker broker = Broker.launch(config);
            new Thread(() ->
            {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
                broker.workers().get(worker).execute(() ->
                {
                    throw new IllegalStateException(MESSAGE);
                });
            }).start();
            return broker;
        }));
        maxmq.setExecutionExceptionHandler((ex, command, result) -> Maxmq.onFailure(ex, command));
        System.exit(maxmq.execute(java.util.Arrays.copyOf(args, args.length - 1)));
    }
}
