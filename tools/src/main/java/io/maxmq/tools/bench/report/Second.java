package io.maxmq.tools.bench.report;

/**
 * One interval of the measurement, for the plots.
 *
 * @param atSeconds       end of the interval, since the measurement began.
 * @param sentPerSecond   messages published.
 * @param delivPerSecond  messages delivered.
 * @param p50Ns           median latency of those that arrived, 0 if none did.
 * @param p99Ns           99th percentile.
 * @param maxNs           longest.
 * @param brokerCores     CPU use of the broker, NaN if unknown.
 * @param brokerRssBytes  memory of the broker, 0 if unknown.
 */
public record Second(
    double atSeconds,
    double sentPerSecond,
    double delivPerSecond,
    long p50Ns,
    long p99Ns,
    long maxNs,
    double brokerCores,
    long brokerRssBytes)
{
}
