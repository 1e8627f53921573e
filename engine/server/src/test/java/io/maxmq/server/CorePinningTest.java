package io.maxmq.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class CorePinningTest
{
    @Test
    void shouldBindTheCallingThreadAlone() throws Exception
    {
        final String before = allowedCores();
        final String core = before.split("[-,]")[0];

        final FutureTask<String> task = new FutureTask<>(() ->
        {
            CorePinning.pinCurrentThread(Integer.parseInt(core));
            return allowedCores();
        });
        new Thread(task).start();

        assertEquals(core, task.get());
        assertEquals(before, allowedCores());
    }

    @Test
    void shouldLeaveAThreadUnboundWhereTheCoreIsNotThere() throws Exception
    {
        final FutureTask<String> task = new FutureTask<>(() ->
        {
            CorePinning.pinCurrentThread(1023);
            return allowedCores();
        });
        new Thread(task).start();

        assertEquals(allowedCores(), task.get());
    }

    private static String allowedCores() throws IOException
    {
        final String field = "Cpus_allowed_list:";
        return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
            .filter((line) -> line.startsWith(field)).findFirst().orElseThrow().substring(field.length()).strip();
    }
}
