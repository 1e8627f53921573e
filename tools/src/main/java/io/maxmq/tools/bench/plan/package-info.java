/**
 * What a run consists of, before any thread or socket exists: settings, scenarios, named workloads, and the plan they
 * make. Everything here is immutable.
 */
package io.maxmq.tools.bench.plan;
