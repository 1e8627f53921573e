package io.maxmq.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest
{
    @Test
    void shouldMatchTheReferencePage() throws IOException
    {
        final Path page = Path.of("..", "..", "docs", "configuration.md");
        assertEquals(ConfigReference.markdown(), Files.readString(page),
            "not what the table says; write it anew: tools/bin/maxmq config --reference > docs/configuration.md");
    }
}
