package io.maxmq.security.acl;

import io.maxmq.spi.Authoriser;
import io.maxmq.spi.ClientInfo;

import java.util.List;

/**
 * One line of the rules: what it says to whom about which topics. Immutable.
 *
 * @param allowed    whether it allows or denies.
 * @param actions    bits of {@link #bit}.
 * @param patterns   topics; the rule speaks about what one of them covers.
 * @param conditions that the client has to meet, all of them.
 * @param line       in the file, for messages.
 */
record AclRule(boolean allowed, int actions, List<TopicPattern> patterns, List<Condition> conditions, int line)
{
    static final int PUBLISH = bit(Authoriser.Action.PUBLISH);
    static final int SUBSCRIBE = bit(Authoriser.Action.SUBSCRIBE);
    static final int RECEIVE = bit(Authoriser.Action.RECEIVE);

    private static int bit(final Authoriser.Action action)
    {
        return 1 << action.ordinal();
    }

    /**
     * @param client to decide about.
     * @param action that it wants.
     * @param topic  levels of the topic or filter.
     * @return whether this rule decides.
     */
    boolean decides(final ClientInfo client, final Authoriser.Action action, final String[] topic)
    {
        if ((actions & bit(action)) == 0)
        {
            return false;
        }
        for (final Condition condition : conditions)
        {
            if (!condition.holds(client))
            {
                return false;
            }
        }
        for (final TopicPattern pattern : patterns)
        {
            if (pattern.covers(topic, client, allowed))
            {
                return true;
            }
        }
        return false;
    }

    /**
     * @return the one user whom this rule is about, or null.
     */
    String onlyUser()
    {
        for (final Condition condition : conditions)
        {
            final String user = condition.onlyUser();
            if (user != null)
            {
                return user;
            }
        }
        return null;
    }
}
