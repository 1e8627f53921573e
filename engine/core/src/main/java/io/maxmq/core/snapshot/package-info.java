/**
 * A worker's part of snapshots: writing down what the log has made of it, a little at a time, and beginning with it.
 */
package io.maxmq.core.snapshot;
