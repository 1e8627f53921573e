package io.maxmq.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A broker that can be started.
 *
 * @param name    in tables.
 * @param command for the shell, with <code>{port}</code> and <code>{dir}</code> (an empty folder of its own) to be
 *                filled
 *                in. It must stay in the foreground.
 */
record Broker(String name, String command)
{
    /**
     * A broker given on the command line, or one of the scripts in the folder {@code brokers}.
     *
     * @param text    a name, or {@code name=command}.
     * @param scripts folder of the scripts.
     * @return the broker.
     */
    static Broker parse(final String text, final Path scripts)
    {
        final int equals = text.indexOf('=');
        if (equals > 0)
        {
            final String command = text.substring(equals + 1);
            if (!command.contains("{port}"))
            {
                throw new IllegalArgumentException("the command of '" + text.substring(0, equals) + "' lacks {port}");
            }
            return new Broker(text.substring(0, equals), command);
        }
        final Path script = scripts.resolve(text);
        if (!Files.isExecutable(script))
        {
            throw new IllegalArgumentException("no broker '" + text + "': use name='start command with {port}'");
        }
        return new Broker(text, script + " {port} {dir}");
    }

    /**
     * The command that starts it on one core.
     *
     * @param core   to run on.
     * @param port   to listen on.
     * @param folder of its own.
     * @return the command.
     * @throws IOException if the folder cannot be made.
     */
    List<String> start(final int core, final int port, final Path folder) throws IOException
    {
        Files.createDirectories(folder);
        final String filled = command.replace("{port}", Integer.toString(port)).replace("{dir}", folder.toString());
        return List.of("taskset", "-c", Integer.toString(core), "sh", "-c", "exec " + filled);
    }
}
