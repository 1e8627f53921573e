/**
 * A worker's time, read once in a duty cycle, and its timers.
 */
package io.maxmq.core.clock;
