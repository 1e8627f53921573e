/**
 * MQTT over WebSocket (MQTT section 6, RFC 6455): the request that opens it, and the frames that carry MQTT bytes.
 */
package io.maxmq.transport.websocket;
