/**
 * A small blocking MQTT client for the command line: {@link io.maxmq.tools.client.MqttClient}, all versions and both
 * directions of QoS 0, 1 and 2. It allocates freely; it is no part of the broker.
 */
package io.maxmq.tools.client;
