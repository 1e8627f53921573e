package io.maxmq.tools.client;

/**
 * What the broker publishes when the connection ends without a goodbye (section 3.1.2.5).
 *
 * @param message      to publish; its properties count in MQTT 5 only.
 * @param delaySeconds to wait before, MQTT 5.
 */
public record Will(Message message, long delaySeconds)
{
}
