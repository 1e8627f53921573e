/**
 * A worker as the owner of topics: who gets a message and by which way; and what workers send each other over the bus.
 */
package io.maxmq.core.partition;
