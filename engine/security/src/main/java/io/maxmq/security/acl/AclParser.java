package io.maxmq.security.acl;

import io.maxmq.security.acl.AclLine.Word;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads MaxMQ's own format, a rule in a line:
 * <pre>
 * allow|deny ACTIONS TOPIC... [if CONDITION...]
 * default allow|deny
 * </pre>
 * {@code docs/security.md} describes it. Used once, by one thread.
 */
final class AclParser implements AclFile.Parser
{
    /** Who may not subscribe to a topic does not get its messages through a wider filter either. */
    private static final int SUBSCRIBE_AND_RECEIVE = AclRule.SUBSCRIBE | AclRule.RECEIVE;
    private static final Map<String, Integer> ACTIONS = Map.of(
        "publish", AclRule.PUBLISH,
        "subscribe", SUBSCRIBE_AND_RECEIVE,
        "receive", AclRule.RECEIVE,
        "all", AclRule.PUBLISH | SUBSCRIBE_AND_RECEIVE);
    private static final int VALUES = 3;

    private final List<String> listeners;
    private final List<AclRule> rules = new ArrayList<>();
    private boolean allowedByDefault;

    AclParser(final List<String> listeners, final boolean allowedByDefault)
    {
        this.listeners = listeners;
        this.allowedByDefault = allowedByDefault;
    }

    @Override
    public void line(final String text, final int number)
    {
        final List<Word> words = AclLine.words(text);
        if (words.isEmpty())
        {
            return;
        }
        final Word first = words.get(0);
        if (first.is("default"))
        {
            defaultRule(words);
        }
        else if (first.is("allow") || first.is("deny"))
        {
            rules.add(rule(first.is("allow"), words, number));
        }
        else
        {
            throw new IllegalArgumentException(
                "a line begins with allow, deny or default, and not with '" + first.text() + "'");
        }
    }

    private void defaultRule(final List<Word> words)
    {
        if (words.size() != 2 || !words.get(1).is("allow") && !words.get(1).is("deny"))
        {
            throw new IllegalArgumentException("write 'default allow' or 'default deny'");
        }
        allowedByDefault = words.get(1).is("allow");
    }

    private AclRule rule(final boolean allowed, final List<Word> words, final int number)
    {
        if (words.size() < VALUES)
        {
            throw new IllegalArgumentException("write 'allow publish TOPIC' or the like: action or topic is missing");
        }
        int end = 2;
        while (end < words.size() && !words.get(end).is("if"))
        {
            end++;
        }
        final List<TopicPattern> patterns = patterns(words.subList(2, end));
        return new AclRule(allowed, actions(words.get(1).text()), patterns,
            end < words.size() ? conditions(words.subList(end + 1, words.size())) : List.of(), number);
    }

    private static int actions(final String text)
    {
        int actions = 0;
        for (final String word : text.split(",", -1))
        {
            final Integer action = ACTIONS.get(word);
            if (action == null)
            {
                throw new IllegalArgumentException(
                    "'" + word + "' is no action; there are publish, subscribe, receive and all");
            }
            actions |= action;
        }
        return actions;
    }

    private static List<TopicPattern> patterns(final List<Word> words)
    {
        final List<TopicPattern> patterns = new ArrayList<>();
        boolean literal = false;
        for (final Word word : words)
        {
            if (!literal && word.is("exactly"))
            {
                literal = true;
            }
            else
            {
                patterns.add(literal ? TopicPattern.literal(word.text()) : TopicPattern.of(word.text()));
                literal = false;
            }
        }
        if (literal || patterns.isEmpty())
        {
            throw new IllegalArgumentException(literal ? "a filter is missing behind 'exactly'" : "a topic is missing");
        }
        return List.copyOf(patterns);
    }

    private List<Condition> conditions(final List<Word> words)
    {
        if (words.isEmpty())
        {
            throw new IllegalArgumentException("a condition is missing behind 'if'");
        }
        final List<Condition> conditions = new ArrayList<>();
        for (final Word word : words)
        {
            conditions.add(word.is("anonymous") ?
                Condition.of(Condition.Subject.USER, true, List.of("*"), listeners) : condition(word.text()));
        }
        return List.copyOf(conditions);
    }

    private Condition condition(final String text)
    {
        final int equals = text.indexOf('=');
        final boolean negated = equals > 0 && text.charAt(equals - 1) == '!';
        final Condition.Subject subject =
            equals < 0 ? null : Condition.Subject.of(text.substring(0, negated ? equals - 1 : equals));
        if (subject == null || equals == text.length() - 1)
        {
            throw new IllegalArgumentException("'" + text + "' is no condition; write anonymous, or one of " +
                Condition.Subject.words() + " with = or != and a value, for example user=alice");
        }
        return Condition.of(subject, negated, List.of(text.substring(equals + 1).split("\\|", -1)), listeners);
    }

    @Override
    public Acl end()
    {
        return new Acl(rules, allowedByDefault);
    }
}
