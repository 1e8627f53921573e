package io.maxmq.tools;

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
final class WarmUpCommand implements Callable<Integer> {
    public Integer call() {
        run("config");
        run("pub", "--help");
        run("sub", "--help");
        run("sub", "-p", "1", "-t", "warm-up", "-F", "%t %p %I");
        run("pub", "-p", "1", "-t", "warm-up", "-m", "warm-up");
        return ExitCode.OK;
    }

    private static void run(final String... args) {
        final CommandLine command =
            Maxmq.commandLine(new Streams(InputStream.nullInputStream(), OutputStream.nullOutputStream()));
        command.setOut(new PrintWriter(OutputStream.nullOutputStream()));
        command.setErr(new PrintWriter(OutputStream.nullOutputStream()));
        command.execute(args);
    }
}
