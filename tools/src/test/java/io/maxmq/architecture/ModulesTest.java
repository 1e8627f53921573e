package io.maxmq.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.maxmq.architecture.Architecture.CHRONICLE;
import static io.maxmq.architecture.Architecture.CORE;
import static io.maxmq.architecture.Architecture.JOURNAL;
import static io.maxmq.architecture.Architecture.MAIN;
import static io.maxmq.architecture.Architecture.SECURITY;
import static io.maxmq.architecture.Architecture.SERVER;
import static io.maxmq.architecture.Architecture.SPI;
import static io.maxmq.architecture.Architecture.TOOLS;
import static io.maxmq.architecture.Architecture.TRANSPORT;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import org.junit.jupiter.api.Test;

/**
 * Who may know whom: the arrows between modules, and where the libraries behind them may be seen.
 */
class ModulesTest
{
    /** Every package by itself, those inside it apart. */
    private static final SliceAssignment PACKAGES = new SliceAssignment()
    {
        @Override
        public SliceIdentifier getIdentifierOf(final JavaClass javaClass)
        {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription()
        {
            return "packages";
        }
    };

    @Test
    void shouldPointOneWay()
    {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("transport").definedBy(TRANSPORT)
            .layer("journal").definedBy(JOURNAL)
            .layer("spi").definedBy(SPI)
            .layer("security").definedBy(SECURITY)
            .layer("core").definedBy(CORE)
            .layer("server").definedBy(SERVER)
            .layer("tools").definedBy(TOOLS)
            .whereLayer("tools").mayNotBeAccessedByAnyLayer()
            .whereLayer("server").mayOnlyBeAccessedByLayers("tools")
            .whereLayer("security").mayOnlyBeAccessedByLayers("server", "tools")
            .whereLayer("security").mayOnlyAccessLayers("spi")
            .whereLayer("core").mayOnlyBeAccessedByLayers("server", "tools")
            .whereLayer("transport").mayNotAccessAnyLayer()
            .whereLayer("journal").mayNotAccessAnyLayer()
            .whereLayer("spi").mayNotAccessAnyLayer()
            .check(MAIN);
    }

    @Test
    void shouldKnowOnlyTheLogAndNotItsImplementationOnFiles()
    {
        noClasses().that().resideOutsideOfPackages(CHRONICLE, SERVER, TOOLS)
            .should().dependOnClassesThat().resideInAPackage(CHRONICLE)
            .check(MAIN);
    }

    @Test
    void shouldHaveNoCyclesOfPackages()
    {
        slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void shouldSeeAeronInTheBusOnly()
    {
        noClasses().that().resideOutsideOfPackages("io.maxmq.transport.bus..", SERVER)
            .should().dependOnClassesThat().resideInAPackage("io.aeron..")
            .check(MAIN);
    }

    @Test
    void shouldSeeChronicleInItsPackageOnly()
    {
        noClasses().that().resideOutsideOfPackage(CHRONICLE)
            .should().dependOnClassesThat().resideInAPackage("net.openhft..")
            .check(MAIN);
    }

    @Test
    void shouldSeeSocketsWhereBytesComeInOnly()
    {
        noClasses().that().resideOutsideOfPackages(TRANSPORT, "io.maxmq.tools.client..", "io.maxmq.tools.bench..")
            .should().dependOnClassesThat(resideInAPackage("java.nio.channels..").and(not(ofFiles())))
            .check(MAIN);
    }

    @Test
    void shouldSeeFilesOutsideOfTheMessagePathOnly()
    {
        noClasses().that().resideOutsideOfPackages(TRANSPORT, CHRONICLE, SERVER, TOOLS)
            .should().dependOnClassesThat(ofFiles())
            .check(MAIN);
    }

    private static DescribedPredicate<JavaClass> ofFiles()
    {
        return equivalentTo(FileChannel.class).or(equivalentTo(FileLock.class))
            .or(equivalentTo(FileChannel.MapMode.class)).or(equivalentTo(OverlappingFileLockException.class))
            .or(equivalentTo(ClosedChannelException.class))
            .as("channels of files");
    }
}
