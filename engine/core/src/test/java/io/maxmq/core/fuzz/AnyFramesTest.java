package io.maxmq.core.fuzz;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import java.util.Random;

/** {@link AnyFrames} with random scripts, in every build. */
class AnyFramesTest
{
    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void shouldStandAnyFrames(@ForAll final long seed)
    {
        final Random random = new Random(seed);
        final byte[] script = new byte[random.nextInt(1_000)];
        random.nextBytes(script);
        AnyFrames.check(script);
    }
}
