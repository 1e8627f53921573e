package io.maxmq.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.core.domain.JavaModifier.VOLATILE;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.maxmq.architecture.Architecture.CORE;
import static io.maxmq.architecture.Architecture.MAIN;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What code that runs on a worker's thread does not do: wait, share, read a clock, allocate for convenience. Whether it
 * allocates per message is measured elsewhere; this finds the causes that can be seen in the code.
 */
class WorkerThreadTest
{
    private static final String CODEC = "io.maxmq.transport.codec..";
    private static final String BUFFER = "io.maxmq.transport.buffer..";
    private static final String BUS = "io.maxmq.transport.bus..";
    private static final String EVENT = "io.maxmq.journal.event..";
    private static final String CLOCK = "io.maxmq.core.clock..";
    /** The loop around the duty cycle: it may rest, and reads the clock to know how long it has looked for work. */
    private static final String LOOP = "WorkerThread";

    @Test
    void shouldNotLock()
    {
        noClasses().that().resideInAnyPackage(CORE, CODEC, BUFFER, EVENT).and().doNotHaveSimpleName(LOOP)
            .should().dependOnClassesThat().resideInAPackage("java.util.concurrent.locks..")
            .check(MAIN);
        methods().that().areDeclaredInClassesThat().resideInAnyPackage(CORE, CODEC, BUFFER, BUS, EVENT)
            .should().notHaveModifier(SYNCHRONIZED)
            .check(MAIN);
    }

    @Test
    void shouldShareNoFields()
    {
        fields().that().areDeclaredInClassesThat().resideInAnyPackage(CORE, CODEC, BUFFER, EVENT)
            .and().areDeclaredInClassesThat().doNotHaveSimpleName(LOOP)
            .should().notHaveModifier(VOLATILE)
            .check(MAIN);
    }

    @Test
    void shouldNotSleep()
    {
        noClasses().that().resideInAnyPackage(CORE, CODEC, BUFFER, EVENT)
            .should().callMethodWhere(call("Thread.sleep, Object.wait or Thread.join", target ->
                target.getOwner().isEquivalentTo(Thread.class) && Set.of("sleep", "join").contains(target.getName()) ||
                target.getOwner().isEquivalentTo(Object.class) && target.getName().equals("wait")))
            .check(MAIN);
    }

    @Test
    void shouldReadTheClockOncePerCycle()
    {
        noClasses().that().resideInAnyPackage(CORE, CODEC, BUFFER, EVENT)
            .and().resideOutsideOfPackage(CLOCK).and().doNotHaveSimpleName(LOOP)
            .should().callMethodWhere(call("a clock", target ->
                target.getOwner().isEquivalentTo(System.class) &&
                    Set.of("currentTimeMillis", "nanoTime").contains(target.getName()) ||
                Set.of("time", "nanoTime", "now").contains(target.getName()) &&
                    (target.getOwner().getName().startsWith("java.time.") ||
                        target.getOwner().getName().startsWith("org.agrona.concurrent."))))
            .check(MAIN);
    }

    @Test
    void shouldNotFormatStrings()
    {
        noClasses().that().resideInAnyPackage(CORE, CODEC, BUFFER)
            .should().callMethodWhere(call("String.format or formatted", target ->
                target.getOwner().isEquivalentTo(String.class) && target.getName().startsWith("format")))
            .check(MAIN);
    }

    @Test
    void shouldNotUseStreams()
    {
        noClasses().that().resideInAnyPackage(CORE, CODEC, BUFFER, EVENT)
            .should().dependOnClassesThat().resideInAPackage("java.util.stream..")
            .check(MAIN);
    }

    /** But for one line per connection that broke the protocol, when somebody has asked for it. */
    @Test
    void shouldWriteNoLogOutput()
    {
        noClasses().that().resideInAnyPackage(CORE, CODEC, BUFFER, BUS, EVENT)
            .and().doNotHaveSimpleName("ViolationLog")
            .should().dependOnClassesThat().resideInAPackage("org.slf4j..")
            .check(MAIN);
    }

    @Test
    void shouldNotBoxNumbers()
    {
        noClasses().that().resideInAnyPackage(CORE, CODEC, BUFFER)
            .should().callMethodWhere(call("valueOf of a boxed number", target ->
                Stream.of(Integer.class, Long.class, Short.class, Byte.class, Character.class)
                    .anyMatch(boxed -> target.getOwner().isEquivalentTo(boxed)) &&
                target.getName().equals("valueOf")))
            .check(MAIN);
    }

    @Test
    void shouldNotKeepBoxedNumbersInCollections()
    {
        fields().that().areDeclaredInClassesThat().resideInAnyPackage(CORE, CODEC, BUFFER)
            .should(notHoldBoxedNumbers())
            .check(MAIN);
    }

    private static DescribedPredicate<JavaCall<?>> call(
        final String what, final Predicate<MethodCallTarget> predicate)
    {
        return DescribedPredicate.describe(what, call ->
            call.getTarget() instanceof MethodCallTarget target && predicate.test(target));
    }

    private static ArchCondition<JavaField> notHoldBoxedNumbers()
    {
        return new ArchCondition<>("not hold boxed numbers")
        {
            @Override
            public void check(final JavaField field, final ConditionEvents events)
            {
                if (field.getType() instanceof JavaParameterizedType type && isCollection(type) && hasBoxed(type))
                {
                    events.add(SimpleConditionEvent.violated(field, field.getFullName() + " holds boxed numbers"));
                }
            }
        };
    }

    private static boolean isCollection(final JavaParameterizedType type)
    {
        return type.toErasure().isAssignableTo(Map.class) || type.toErasure().isAssignableTo(Collection.class);
    }

    private static boolean hasBoxed(final JavaParameterizedType type)
    {
        return type.getActualTypeArguments().stream().anyMatch(argument ->
            argument.toErasure().isEquivalentTo(Integer.class) || argument.toErasure().isEquivalentTo(Long.class));
    }
}
