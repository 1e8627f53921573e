package io.maxmq.core.connection;

import io.maxmq.transport.codec.ReasonCode;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says in words for which filters of a SUBSCRIBE or UNSUBSCRIBE nothing was done, and why: the reason string of SUBACK
 * and UNSUBACK (MQTT-3.9.2.1.2, 3.11.2.1.2).
 */
final class Refusals
{
    private static final int NAMED = 8;

    private Refusals()
    {
    }

    /**
     * @param codes one reason code per filter.
     * @return the reason string; empty where all was done.
     */
    static String describe(final byte[] codes)
    {
        final Map<Integer, StringBuilder> filters = new LinkedHashMap<>();
        final Map<Integer, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i < codes.length; i++)
        {
            final int code = codes[i] & 0xFF;
            if (isRefusal(code) && counts.merge(code, 1, Integer::sum) <= NAMED)
            {
                final StringBuilder numbers = filters.computeIfAbsent(code, c -> new StringBuilder());
                numbers.append(numbers.length() > 0 ? ", " : "").append(i + 1);
            }
        }
        final StringBuilder text = new StringBuilder();
        filters.forEach((code, numbers) -> text.append(text.length() > 0 ? "; " : "")
            .append(counts.get(code) > 1 ? "filters " : "filter ").append(numbers)
            .append(counts.get(code) > NAMED ? " and " + (counts.get(code) - NAMED) + " more" : "")
            .append(": ").append(why(code)));
        return text.toString();
    }

    private static boolean isRefusal(final int code)
    {
        return ReasonCode.isFailure(code) || code == ReasonCode.NO_SUBSCRIPTION_EXISTED;
    }

    private static String why(final int code)
    {
        switch (code)
        {
            case ReasonCode.TOPIC_FILTER_INVALID:
                return "more levels or bytes than this broker takes";

            case ReasonCode.NO_SUBSCRIPTION_EXISTED:
                return "this session has no subscription to it";

            case ReasonCode.NOT_AUTHORIZED:
                return "this client may not subscribe to it";

            case ReasonCode.QUOTA_EXCEEDED:
                return "this session has as many subscriptions as this broker allows";

            case ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED:
                return "this broker has no shared subscriptions";

            case ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED:
                return "this broker takes no wildcards";

            default:
                return ReasonCode.name(code);
        }
    }
}
