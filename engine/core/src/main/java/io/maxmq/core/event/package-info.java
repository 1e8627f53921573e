/**
 * A worker's way to the log and back: handing in events, gathering acknowledgements, reading stored messages.
 */
package io.maxmq.core.event;
