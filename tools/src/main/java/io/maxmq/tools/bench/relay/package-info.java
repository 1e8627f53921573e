/**
 * A relay that speaks just enough MQTT to be the other side of the load tool: for its self-test and its own tests. It
 * keeps no sessions and no retained messages and is no broker.
 */
package io.maxmq.tools.bench.relay;
