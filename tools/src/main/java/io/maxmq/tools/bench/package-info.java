/**
 * The load tool, {@code maxmq bench}.
 *
 * <p>The way of a run: a {@link io.maxmq.tools.bench.Scenario} and the options make a {@link io.maxmq.tools.bench.Plan}
 * (which clients, which topics, who hears whom); a {@link io.maxmq.tools.bench.BenchRun} starts one
 * {@link io.maxmq.tools.bench.load.Engine} per thread, leads them through the phases of
 * {@link io.maxmq.tools.bench.load.RunControl} and samples counters and the broker's process; what it saw becomes a
 * {@link io.maxmq.tools.bench.report.RunResult} that is printed as text, JSON, HTML and an HdrHistogram log.
 */
package io.maxmq.tools.bench;
