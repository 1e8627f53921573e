package io.maxmq.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code tools/bin/maxmq} in distributions and checkouts made of little files, with a Java and a Maven that only tell
 * how they were called.
 */
class LauncherTest
{
    private static final String FAKE_JAVA = """
        #!/bin/sh
        for argument in "$@"; do
            case $argument in
                -XX:ArchiveClassesAtExit=*) echo archive > "${argument#*=}"; exit 0 ;;
            esac
        done
        echo "pid $$"
        for argument in "$@"; do echo "$argument"; done
        """;
    private static final String FAKE_MAVEN = """
        #!/bin/sh
        echo "built in $PWD with $*"
        if [ -f fail ]; then exit 1; fi
        mkdir -p tools/target
        touch tools/target/maxmq.jar
        """;

    @TempDir
    private Path folder;

    private Path home;
    private Path java;

    @BeforeEach
    void makeDistribution() throws IOException
    {
        home = Files.createDirectories(folder.resolve("a distribution"));
        Files.createFile(home.resolve("maxmq.jar"));
        install(home.resolve("bin"));
        java = makeJava("17.0.9");
    }

    @Test
    void shouldRunTheJarOfADistributionFromAnywhere() throws Exception
    {
        final Result result = run(folder, home.resolve("bin/maxmq"), "pub", "-m", "two words");
        assertEquals(0, result.exitCode, result.output);
        final List<String> arguments = result.output.lines().toList();
        assertTrue(arguments.contains("-jar"), result.output);
        assertEquals(List.of("pub", "-m", "two words"), arguments.subList(arguments.size() - 3, arguments.size()));
        assertTrue(arguments.contains("-XX:AutoBoxCacheMax=131072"), result.output);
        assertTrue(arguments.contains("-XX:TieredStopAtLevel=1"), result.output);
        final Path jar = Path.of(arguments.get(arguments.indexOf("-jar") + 1));
        assertEquals(home.resolve("maxmq.jar").toRealPath(), jar.toRealPath());
    }

    @Test
    void shouldBecomeTheJvm() throws Exception
    {
        final Result result = run(folder, home.resolve("bin/maxmq"), "start");
        assertTrue(result.output.contains("pid " + result.pid), result.output);
        assertFalse(result.output.contains("TieredStopAtLevel"), result.output);
        assertTrue(result.output.contains("-Xmx512m"), result.output);
    }

    @Test
    void shouldFollowSymbolicLinks() throws Exception
    {
        final Path first = Files.createSymbolicLink(folder.resolve("first"), home.resolve("bin/maxmq"));
        final Path second = Files.createSymbolicLink(folder.resolve("second"), first.getFileName());
        assertEquals(0, run(folder, second, "config").exitCode);
    }

    @Test
    void shouldTakeHeapAndOptionsFromTheEnvironment() throws Exception
    {
        final Result result = run(folder, Map.of("MAXMQ_HEAP", "3g", "MAXMQ_JAVA_OPTS", "-Da=1 -Db=2"),
            home.resolve("bin/maxmq"), "start");
        assertTrue(result.output.contains("-Xmx3g\n"), result.output);
        assertTrue(result.output.contains("-Da=1\n-Db=2\n"), result.output);
    }

    @Test
    void shouldShareClassDataFromTheSecondStartOn() throws Exception
    {
        final Path archive = home.resolve("maxmq-java-17.0.9.jsa");
        assertTrue(run(folder, home.resolve("bin/maxmq"), "config").output.contains("-XX:SharedArchiveFile="));
        assertTrue(Files.exists(archive));
        assertTrue(run(folder, home.resolve("bin/maxmq"), "config").output.contains("-XX:SharedArchiveFile="));
    }

    @Test
    void shouldAllowNativeAccessWhereTheJavaKnowsIt() throws Exception
    {
        assertFalse(run(folder, home.resolve("bin/maxmq"), "config").output.contains("--enable-native-access"));
        java = makeJava("25.0.1");
        final String output = run(folder, home.resolve("bin/maxmq"), "config").output;
        assertTrue(output.contains("--enable-native-access=ALL-UNNAMED"), output);
        assertTrue(output.contains("--sun-misc-unsafe-memory-access=allow"), output);
    }

    @Test
    void shouldExplainAnOldOrMissingJava() throws Exception
    {
        java = makeJava("11.0.2");
        final Result old = run(folder, home.resolve("bin/maxmq"), "config");
        assertEquals(1, old.exitCode);
        assertTrue(old.output.contains("Java 11.0.2") && old.output.contains("JDK 17 or newer"), old.output);

        java = folder.resolve("nothing here");
        final Result missing = run(folder, home.resolve("bin/maxmq"), "config");
        assertEquals(1, missing.exitCode);
        assertTrue(missing.output.contains("there is no Java in JAVA_HOME"), missing.output);
    }

    @Test
    void shouldBuildACheckoutOnceAndAgainWhenASourceIsNewer() throws Exception
    {
        final Path checkout = makeCheckout();
        final Path launcher = checkout.resolve("tools/bin/maxmq");

        final Result first = run(folder, launcher, "config");
        assertEquals(0, first.exitCode, first.output);
        assertTrue(first.output.startsWith("maxmq: building"), first.output);
        assertFalse(first.output.contains("built in"), first.output);
        assertFalse(run(folder, launcher, "config").output.contains("building"));

        final Path source = Files.createDirectories(checkout.resolve("engine/core/src/main/java")).resolve("New.java");
        Files.createFile(source);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        assertTrue(run(folder, launcher, "config").output.startsWith("maxmq: building"));
    }

    @Test
    void shouldShowTheLogOfAFailedBuild() throws Exception
    {
        final Path checkout = makeCheckout();
        Files.createFile(checkout.resolve("fail"));
        final Result result = run(folder, checkout.resolve("tools/bin/maxmq"), "config");
        assertEquals(1, result.exitCode);
        assertTrue(result.output.contains("built in") && result.output.contains("the build failed"), result.output);
    }

    private Path makeCheckout() throws IOException
    {
        final Path checkout = Files.createDirectories(folder.resolve("check out"));
        Files.createFile(checkout.resolve("pom.xml"));
        for (final String module : List.of("transport", "journal", "engine", "tools"))
        {
            Files.createDirectories(checkout.resolve(module));
        }
        install(checkout.resolve("tools/bin"));
        return checkout;
    }

    private static void install(final Path bin) throws IOException
    {
        Files.createDirectories(bin);
        final Path launcher = Files.copy(Path.of("bin", "maxmq"), bin.resolve("maxmq"));
        assertTrue(launcher.toFile().setExecutable(true));
    }

    private Path makeJava(final String version) throws IOException
    {
        final Path javaHome = Files.createDirectories(folder.resolve("java " + version));
        Files.createDirectories(javaHome.resolve("bin"));
        Files.writeString(javaHome.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(javaHome.resolve("bin/java"), FAKE_JAVA);
        final Path tools = Files.createDirectories(folder.resolve("commands"));
        executable(tools.resolve("mvn"), FAKE_MAVEN);
        return javaHome;
    }

    private static void executable(final Path file, final String script) throws IOException
    {
        Files.writeString(file, script);
        assertTrue(file.toFile().setExecutable(true));
    }

    private Result run(final Path from, final Path launcher, final String... args) throws Exception
    {
        return run(from, Map.of(), launcher, args);
    }

    private Result run(final Path from, final Map<String, String> environment, final Path launcher,
        final String... args)
        throws Exception
    {
        final List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(args));
        final ProcessBuilder builder = new ProcessBuilder(command).directory(from.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf((name) -> name.startsWith("MAXMQ_"));
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().put("PATH", folder.resolve("commands") + ":" + System.getenv("PATH"));
        builder.environment().putAll(environment);
        final Process process = builder.start();
        process.getOutputStream().close();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output, process.pid());
    }

    private record Result(int exitCode, String output, long pid)
    {
    }
}
