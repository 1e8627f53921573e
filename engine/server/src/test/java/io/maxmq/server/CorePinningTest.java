package io.maxmq.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class CorePinningTest {
    @Test
    void shouldBindTheCallingThreadAlone() throws Exception {
        final String before = allowedCores();
        final String core = before.split("[-,]")[0];

        final FutureTask<String> task = new FutureTask<>(() -> {
            CorePinning.pinCurrentThread(Integer.parseInt(core));
            return allowedCores();
        });
        new Thread(task).start();

        assertEquals(core, task.get());
        assertEquals(before, allowedCores());
    }

    @Test
    void shouldExplainACoreThatIsNotThere() throws InterruptedException {
        final FutureTask<Void> task = new FutureTask<>(() -> CorePinning.pinCurrentThread(1023), null);
        new Thread(task).start();
        final ExecutionException ex = assertThrows(ExecutionException.class, task::get);
        assertTrue(ex.getCause() instanceof UncheckedIOException);
        assertTrue(ex.getCause().getMessage().startsWith("worker.pin: cannot bind a worker to core 1023: "),
            ex.getCause().getMessage());
    }

    private static String allowedCores() throws IOException {
        final String field = "Cpus_allowed_list:";
        return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
            .filter((line) -> line.startsWith(field)).findFirst().orElseThrow().substring(field.length()).strip();
    }
}
