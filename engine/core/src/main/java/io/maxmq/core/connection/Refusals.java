package io.maxmq.core.connection;

import io.maxmq.transport.codec.ReasonCode;

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
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < codes.length; i++)
        {
            if (isRefusal(codes[i] & 0xFF) && isFirst(codes, i))
            {
                text.append(text.length() > 0 ? "; " : "");
                append(text, codes, i);
            }
        }
        return text.toString();
    }

    private static boolean isFirst(final byte[] codes, final int index)
    {
        int first = 0;
        while (codes[first] != codes[index])
        {
            first++;
        }
        return first == index;
    }

    /** Names the filters that have the same code as one of them, and says what the code means. */
    private static void append(final StringBuilder text, final byte[] codes, final int first)
    {
        final StringBuilder numbers = new StringBuilder();
        int count = 0;
        for (int i = first; i < codes.length; i++)
        {
            if (codes[i] == codes[first] && ++count <= NAMED)
            {
                numbers.append(count > 1 ? ", " : "").append(i + 1);
            }
        }
        text.append(count > 1 ? "filters " : "filter ").append(numbers);
        if (count > NAMED)
        {
            text.append(" and ").append(count - NAMED).append(" more");
        }
        text.append(": ").append(why(codes[first] & 0xFF));
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
