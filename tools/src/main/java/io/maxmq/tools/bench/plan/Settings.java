package io.maxmq.tools.bench.plan;

/**
 * All settings of a run.
 *
 * @param name        of the scenario or workload, for reports.
 * @param scenario    the shape of the run.
 * @param clients     and topics.
 * @param target      the broker.
 * @param traffic     what is sent.
 * @param timing      how long.
 * @param threads     engines.
 * @param isSpinning  whether an engine without work looks again at once instead of waiting for its sockets.
 * @param topicPrefix of all topics; a run's tag follows it.
 * @param runTag      0 to 65,535, different from other runs'.
 */
public record Settings(
    String name,
    Scenario scenario,
    Clients clients,
    Target target,
    Traffic traffic,
    Timing timing,
    int threads,
    boolean isSpinning,
    String topicPrefix,
    int runTag)
{
}
