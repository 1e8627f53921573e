package io.maxmq.core.lockstep;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Says with which seed a test failed. */
public final class SeedOnFailure implements TestExecutionExceptionHandler
{
    @Override
    public void handleTestExecutionException(final ExtensionContext context, final Throwable failure)
    {
        throw new AssertionError(
            "with -D" + LockstepSetup.SEED_PROPERTY + "=" + Lockstep.lastSeed() + ": " + failure, failure);
    }
}
