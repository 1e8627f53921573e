/**
 * Compares brokers: starts them in turn on the same core, puts the same load on each with {@code maxmq bench} from
 * another core, again and again in changing order, and shows medians and ratios with their spread.
 */
package io.maxmq.benchmarks.compare;
