/** Broker processes that die at every moment of a workload, and what their clients find afterwards. */
package io.maxmq.server.crash;
