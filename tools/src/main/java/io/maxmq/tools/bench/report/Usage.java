package io.maxmq.tools.bench.report;

/**
 * What the broker's process used during the measurement.
 *
 * @param cpuNs           of all its threads.
 * @param seconds         the measurement took.
 * @param rssBytes        at its end.
 * @param threads         at its end.
 * @param readCalls       or -1.
 * @param writeCalls      or -1.
 * @param contextSwitches voluntary ones, or -1.
 */
public record Usage(
    long cpuNs, double seconds, long rssBytes, int threads, long readCalls, long writeCalls, long contextSwitches)
{
    /**
     * @param from first sample.
     * @param to   last sample.
     * @return what was used between them.
     */
    public static Usage between(final ProcessSample from, final ProcessSample to)
    {
        return new Usage(
            to.cpuNsSince(from),
            (to.timeNs() - from.timeNs()) / 1e9,
            to.rssBytes(),
            to.threads(),
            from.readCalls() < 0 ? -1 : to.readCalls() - from.readCalls(),
            from.writeCalls() < 0 ? -1 : to.writeCalls() - from.writeCalls(),
            to.contextSwitches() - from.contextSwitches());
    }

    /**
     * @param messages delivered meanwhile.
     * @return CPU time per message in nanoseconds.
     */
    public double cpuNsPer(final long messages)
    {
        return messages == 0 ? Double.NaN : (double)cpuNs / messages;
    }

    /**
     * @return CPU use, 1.0 being one core.
     */
    public double cores()
    {
        return cpuNs / 1e9 / seconds;
    }
}
