package io.maxmq.security.acl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the format of Mosquitto's {@code acl_file}: {@code topic} lines before the first {@code user} line are for
 * anonymous clients, those behind it for that user, {@code pattern} lines for everybody. As there, everybody may
 * subscribe to anything and gets what he may read, and of the lines of one user, and of the patterns, those that deny
 * come first. Used once, by one thread.
 */
final class MosquittoAclParser implements AclFile.Parser
{
    private static final Map<String, Integer> ACCESS = Map.of(
        "read", AclRule.RECEIVE,
        "write", AclRule.PUBLISH,
        "readwrite", AclRule.RECEIVE | AclRule.PUBLISH,
        "deny", AclRule.RECEIVE | AclRule.PUBLISH);
    private static final int ALL = AclRule.RECEIVE | AclRule.PUBLISH;
    private static final Condition ANONYMOUS =
        Condition.of(Condition.Subject.USER, true, List.of("*"), List.of());

    private record Line(Condition user, boolean allowed, int actions, TopicPattern pattern)
    {
    }

    private final boolean allowedByDefault;
    private final List<Line> topics = new ArrayList<>();
    private final List<Line> patterns = new ArrayList<>();
    private Condition user = ANONYMOUS;

    MosquittoAclParser(final boolean allowedByDefault)
    {
        this.allowedByDefault = allowedByDefault;
    }

    @Override
    public void line(final String text, final int number)
    {
        final String line = text.strip();
        if (line.isEmpty() || line.startsWith("#"))
        {
            return;
        }
        final String[] parts = line.split("\\s+", 2);
        final String rest = parts.length < 2 ? "" : parts[1].strip();
        if (rest.isEmpty())
        {
            throw new IllegalArgumentException("'" + parts[0] + "' needs a value");
        }
        switch (parts[0])
        {
            case "user":
                user = new Condition(Condition.Subject.USER, false, List.of(new Condition.Exactly(rest)));
                break;

            case "topic":
                topics.add(line(user, rest, false));
                break;

            case "pattern":
                patterns.add(line(null, rest, true));
                break;

            default:
                throw new IllegalArgumentException(
                    "a line begins with user, topic or pattern, and not with '" + parts[0] + "'");
        }
    }

    private static Line line(final Condition user, final String text, final boolean substitutes)
    {
        final String[] parts = text.split("\\s+", 2);
        final Integer access = parts.length == 2 ? ACCESS.get(parts[0]) : null;
        final String topic = access == null ? text : parts[1];
        return new Line(user, access == null || !parts[0].equals("deny"), access == null ? ALL : access,
            substitutes ? TopicPattern.of(topic) : TopicPattern.withoutNames(topic));
    }

    @Override
    public Acl end()
    {
        final List<AclRule> rules = new ArrayList<>();
        rules.add(new AclRule(true, AclRule.SUBSCRIBE, List.of(TopicPattern.everything()), List.of(), 0));
        addDeniedFirst(rules, topics);
        addDeniedFirst(rules, patterns);
        return new Acl(rules, allowedByDefault);
    }

    private static void addDeniedFirst(final List<AclRule> rules, final List<Line> lines)
    {
        for (final boolean allowed : new boolean[]{false, true})
        {
            for (final Line line : lines)
            {
                if (line.allowed == allowed)
                {
                    rules.add(new AclRule(allowed, line.actions, List.of(line.pattern),
                        line.user == null ? List.of() : List.of(line.user), rules.size()));
                }
            }
        }
    }
}
