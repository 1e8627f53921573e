package io.maxmq.security.acl;

import io.maxmq.spi.Authoriser;
import io.maxmq.spi.ClientInfo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A list of rules, of which the first that speaks about client, action and topic decides. Rules for one user are found
 * by its name, so that a file with a thousand users costs a decision no more than those of its own. Immutable.
 */
public final class Acl
{
    private static final AclRule[] NONE = new AclRule[0];
    private static final String SHARED = "$share/";

    private final AclRule[] general;
    private final Map<String, AclRule[]> byUser = new HashMap<>();
    private final boolean allowedByDefault;
    private final int size;

    Acl(final List<AclRule> rules, final boolean allowedByDefault)
    {
        final List<AclRule> forAll = new ArrayList<>();
        final Map<String, List<AclRule>> forUsers = new HashMap<>();
        for (final AclRule rule : rules)
        {
            final String user = rule.onlyUser();
            (user == null ? forAll : forUsers.computeIfAbsent(user, name -> new ArrayList<>())).add(rule);
        }
        general = forAll.toArray(NONE);
        forUsers.forEach((user, own) -> byUser.put(user, own.toArray(NONE)));
        this.allowedByDefault = allowedByDefault;
        size = rules.size();
    }

    /**
     * @return how many rules there are.
     */
    public int size()
    {
        return size;
    }

    /**
     * Decides.
     *
     * @param client that wants something.
     * @param action what it wants.
     * @param topic  name or filter; of a shared subscription, its filter counts.
     * @return whether it may.
     */
    public boolean allows(final ClientInfo client, final Authoriser.Action action, final String topic)
    {
        final String[] levels = TopicPattern.split(withoutGroup(topic, action));
        final AclRule[] own = client.username() == null ? NONE : byUser.getOrDefault(client.username(), NONE);
        int i = 0;
        int j = 0;
        while (i < general.length || j < own.length)
        {
            final AclRule rule = j == own.length || i < general.length && general[i].line() <= own[j].line() ?
                general[i++] : own[j++];
            if (rule.decides(client, action, levels))
            {
                return rule.allowed();
            }
        }
        return allowedByDefault;
    }

    private static String withoutGroup(final String topic, final Authoriser.Action action)
    {
        if (action != Authoriser.Action.SUBSCRIBE || !topic.startsWith(SHARED))
        {
            return topic;
        }
        final int end = topic.indexOf('/', SHARED.length());
        return end < 0 ? topic : topic.substring(end + 1);
    }
}
