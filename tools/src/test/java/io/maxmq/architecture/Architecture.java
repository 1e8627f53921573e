package io.maxmq.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/**
 * The classes of all modules that a broker consists of, without their tests. Read once.
 */
final class Architecture
{
    static final String TRANSPORT = "io.maxmq.transport..";
    static final String JOURNAL = "io.maxmq.journal..";
    static final String CHRONICLE = "io.maxmq.journal.chronicle..";
    static final String SPI = "io.maxmq.spi..";
    static final String SECURITY = "io.maxmq.security..";
    static final String CORE = "io.maxmq.core..";
    static final String SERVER = "io.maxmq.server..";
    static final String TOOLS = "io.maxmq.tools..";

    static final JavaClasses MAIN = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        // another module's test classes, as a jar
        .withImportOption(location -> !location.contains("-tests.jar"))
        .importPackages("io.maxmq");

    private Architecture()
    {
    }
}
