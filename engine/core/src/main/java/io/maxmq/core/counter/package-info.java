/**
 * What a worker counts: one table, one set of values for each worker.
 */
package io.maxmq.core.counter;
