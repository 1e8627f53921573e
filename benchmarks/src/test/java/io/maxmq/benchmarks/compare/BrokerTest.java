package io.maxmq.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldFillInPortAndFolderOfACommand() throws IOException
    {
        final Broker broker = Broker.parse("other=run -p {port} --data {dir}", folder);

        assertEquals("other", broker.name());
        final List<String> command = broker.start(2, 1234, folder.resolve("data"));
        assertEquals(List.of("taskset", "-c", "2", "sh", "-c", "exec run -p 1234 --data " + folder.resolve("data")),
            command);
        assertTrue(Files.isDirectory(folder.resolve("data")));
    }

    @Test
    void shouldRefuseACommandThatCannotBeToldItsPort()
    {
        assertThrows(IllegalArgumentException.class, () -> Broker.parse("other=run", folder));
    }

    @Test
    void shouldRefuseANameWithoutAScript()
    {
        assertThrows(IllegalArgumentException.class, () -> Broker.parse("other", folder));
    }
}
