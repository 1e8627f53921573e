package io.maxmq.tools.bench;

import java.io.IOException;
import java.util.Locale;

import io.maxmq.tools.bench.load.Counter;
import io.maxmq.tools.bench.plan.Planner;
import io.maxmq.tools.bench.plan.Settings;
import io.maxmq.tools.bench.plan.Target;
import io.maxmq.tools.bench.relay.Fault;
import io.maxmq.tools.bench.relay.Relay;
import io.maxmq.tools.bench.report.RunResult;
import io.maxmq.tools.bench.report.TextReport;

/**
 * Shows what the load tool can drive on this machine: the scenario runs against a relay in this process that does next
 * to nothing. Every message is published, received, verified and timed by the one thread of an engine as in any run.
 */
final class SelfTest
{
    /** Messages a second that one thread must publish and receive. */
    static final double REQUIRED_PER_SECOND = 1_000_000;

    private final Settings settings;
    private final Progress progress;
    private RunResult result;

    SelfTest(final Settings settings, final Progress progress)
    {
        this.settings = settings;
        this.progress = progress;
    }

    String run() throws IOException
    {
        try (Relay relay = new Relay(Fault.NEVER, true))
        {
            result = new BenchRun(Planner.plan(against(relay)), 0, progress).run();
        }
        return TextReport.write(result) + String.format(Locale.ROOT,
            "%nSelf-test: %,.0f messages/s published, received and verified by %d thread%s, busy %.0f %% of the " +
            "time: good for %,.0f/s (%s %,.0f/s)%n",
            result.receivedPerSecond(), settings.threads(), settings.threads() == 1 ? "" : "s",
            100 * (1 - result.idleShare()), result.capacityPerSecond(),
            isFastEnough() ? "required" : "TOO SLOW: required", REQUIRED_PER_SECOND);
    }

    boolean isFastEnough()
    {
        return result.isVerified() && result.receivedPerSecond() >= REQUIRED_PER_SECOND &&
            result.count(Counter.DELIVERED) > 0;
    }

    private Settings against(final Relay relay) throws IOException
    {
        final Target target = settings.target();
        return new Settings(settings.name(), settings.scenario(), settings.clients(),
            new Target(relay.address(), target.sources(), target.version(), target.user(), target.password(),
                target.keepAliveSeconds(), target.connectsInFlight(), target.connectsPerSecond()),
            settings.traffic(), settings.timing(), settings.threads(), settings.isSpinning(),
            settings.topicPrefix(), settings.runTag());
    }
}
