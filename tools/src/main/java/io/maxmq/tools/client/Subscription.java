package io.maxmq.tools.client;

/**
 * One entry of SUBSCRIBE (section 3.8.3).
 *
 * @param filter            to subscribe to.
 * @param qos               at the most.
 * @param noLocal           whether own messages stay away, MQTT 5.
 * @param retainAsPublished whether the retain flag is passed on, MQTT 5.
 * @param retainHandling    0 sends retained messages, 1 only for a new subscription, 2 never; MQTT 5.
 */
public record Subscription(
    String filter, int qos, boolean noLocal, boolean retainAsPublished, int retainHandling)
{
}
