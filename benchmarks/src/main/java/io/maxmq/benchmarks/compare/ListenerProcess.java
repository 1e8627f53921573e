package io.maxmq.benchmarks.compare;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds which process of a family listens on a port, because a start command may be a script that starts another.
 */
final class ListenerProcess
{
    private static final String LISTEN = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private ListenerProcess()
    {
    }

    /**
     * @param parent process that was started.
     * @param port   that it or a descendant listens on.
     * @return the id of the process that listens, or of the parent if that cannot be seen.
     * @throws IOException if {@code /proc} cannot be read.
     */
    static long find(final ProcessHandle parent, final int port) throws IOException
    {
        final Set<String> sockets = listeningSockets(port);
        final List<ProcessHandle> family = Stream.concat(Stream.of(parent), parent.descendants()).toList();
        for (final ProcessHandle process : family)
        {
            if (holdsAny(process.pid(), sockets))
            {
                return process.pid();
            }
        }
        return parent.pid();
    }

    private static Set<String> listeningSockets(final int port) throws IOException
    {
        final String suffix = String.format(Locale.ROOT, ":%04X", port);
        final Set<String> sockets = new HashSet<>();
        for (final String table : List.of("/proc/net/tcp", "/proc/net/tcp6"))
        {
            if (Files.isReadable(Path.of(table)))
            {
                for (final String line : Files.readAllLines(Path.of(table)))
                {
                    final String[] fields = line.trim().split("\\s+");
                    if (fields[LOCAL_ADDRESS].endsWith(suffix) && fields[STATE].equals(LISTEN))
                    {
                        sockets.add("socket:[" + fields[INODE] + "]");
                    }
                }
            }
        }
        return sockets;
    }

    private static boolean holdsAny(final long pid, final Set<String> sockets)
    {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd")))
        {
            for (final Path file : files)
            {
                if (sockets.contains(linkOf(file)))
                {
                    return true;
                }
            }
        }
        catch (final IOException ex)
        {
            return false; // the process has ended
        }
        return false;
    }

    private static String linkOf(final Path file)
    {
        try
        {
            return Files.readSymbolicLink(file).toString();
        }
        catch (final IOException ex)
        {
            return ""; // closed in the meantime
        }
    }
}
