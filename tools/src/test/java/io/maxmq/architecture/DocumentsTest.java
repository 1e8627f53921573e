package io.maxmq.architecture;

import static io.maxmq.architecture.Architecture.MAIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Documents that name classes and methods name those that there are.
 */
class DocumentsTest
{
    private static final Path DOCS = Path.of("..", "docs");
    /** {@code Class} or {@code Class.method}, perhaps with its package or with brackets behind it. */
    private static final Pattern NAME =
        Pattern.compile("`(?:[a-z][a-z.]*\\.)?([A-Z][a-z]+[A-Za-z0-9]*)(?:\\.([a-z][A-Za-z0-9]*))?(?:\\(\\))?`");
    private static final Pattern FILE = Pattern.compile("`([a-z]+/[A-Z][A-Za-z0-9]*\\.java)`");
    private static final Path CORE = Path.of("..", "engine", "core", "src", "main", "java", "io", "maxmq", "core");
    /** Classes of tests, which are not among those looked at. */
    private static final Set<String> TESTS = Set.of("ModulesTest", "WorkerThreadTest", "Lockstep");

    @ParameterizedTest
    @ValueSource(strings = {"architecture.md", "publish-path.md"})
    void shouldNameClassesAndMethodsThatThereAre(final String document) throws IOException
    {
        final String text = Files.readString(DOCS.resolve(document));
        final Set<String> unknown = new TreeSet<>();
        final Matcher names = NAME.matcher(text);
        int found = 0;
        while (names.find())
        {
            found++;
            if (!isKnown(names.group(1), names.group(2)))
            {
                unknown.add(names.group());
            }
        }
        assertEquals(Set.of(), unknown);
        assertFalse(found == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = "publish-path.md")
    void shouldNameFilesThatThereAre(final String document) throws IOException
    {
        final List<String> missing = new ArrayList<>();
        final Matcher files = FILE.matcher(Files.readString(DOCS.resolve(document)));
        while (files.find())
        {
            if (!Files.exists(CORE.resolve(files.group(1))))
            {
                missing.add(files.group(1));
            }
        }
        assertEquals(List.of(), missing);
    }

    private static boolean isKnown(final String type, final String method)
    {
        if (TESTS.contains(type))
        {
            return true;
        }
        final List<JavaClass> classes = MAIN.stream()
            .filter(javaClass -> javaClass.getSimpleName().equals(type))
            .collect(Collectors.toList());
        return method == null ? !classes.isEmpty() : classes.stream().anyMatch(javaClass -> has(javaClass, method));
    }

    private static boolean has(final JavaClass javaClass, final String method)
    {
        return javaClass.getAllMethods().stream().map(JavaCodeUnit::getName).anyMatch(method::equals);
    }
}
