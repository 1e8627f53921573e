package io.maxmq.core.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/**
 * Jazzer on decoder and session: see {@link AnyFrames} for what has to hold.
 * <p>
 * The ordinary build runs the stored inputs only. To search for new ones:
 * <pre>
 *  JAZZER_FUZZ=1 mvn -pl engine/core -am test -Dtest=SessionFuzzTest
 * </pre>
 * What it finds is stored under {@code src/test/resources}, in the folder of this class, and belongs into the
 * repository together with the correction.
 */
@Tag("fuzz")
class SessionFuzzTest
{
    @FuzzTest(maxDuration = "2m")
    void shouldStandAnyFrames(final byte[] script)
    {
        AnyFrames.check(script);
    }
}
