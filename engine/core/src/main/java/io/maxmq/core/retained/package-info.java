/**
 * Retained messages of a partition owner: topic to log sequence, found by exact topic in one probe and by filter in
 * topic order, in bounded steps that may be interrupted while the store changes.
 * <p>
 * Everything here belongs to one worker's thread.
 */
package io.maxmq.core.retained;
