/**
 * The worker: its duty cycle, its thread, and how its parts are put together.
 */
package io.maxmq.core.worker;
