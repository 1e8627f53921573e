package io.maxmq.security.acl;

import io.maxmq.spi.ClientInfo;

/**
 * The topics that a rule is about. Immutable.
 * <p>
 * A pattern is written like a topic filter (MQTT-4.7); a wildcard at its beginning does not match topics that begin with
 * {@code $} (MQTT-4.7.2-1). It <em>covers</em> a filter where it matches every topic that the filter matches, so that a
 * rule for {@code a/+} speaks about the filter {@code a/b}, but not about {@code a/#}. In a level, {@code %c} stands
 * for the client's id and {@code %u} for its user name. A name that holds {@code +}, {@code #} or {@code /} could make a
 * pattern wider than it was written: such a client is never allowed anything by a pattern with its name in it, and is
 * denied what anybody's name in that place would deny.
 */
final class TopicPattern
{
    private static final String CLIENT_ID = "%c";
    private static final String USERNAME = "%u";
    private static final String ANY_LEVEL = "+";
    private static final String ANY_LEVELS = "#";

    private final String text;
    private final String[] levels;
    private final Kind kind;

    private enum Kind
    {
        /** Covers topics and filters. */
        PATTERN,
        /** The same, with no names to be put in. */
        PATTERN_WITHOUT_NAMES,
        /** Is one filter, character by character. */
        LITERAL,
        /** Covers everything, with {@code $} at the beginning or without. */
        EVERYTHING
    }

    private TopicPattern(final String text, final String[] levels, final Kind kind)
    {
        this.text = text;
        this.levels = levels;
        this.kind = kind;
    }

    /**
     * Reads a pattern.
     *
     * @param text as a topic filter, perhaps with {@code %c} and {@code %u}.
     * @return the pattern.
     * @throws IllegalArgumentException if it is none, with what is wrong.
     */
    static TopicPattern of(final String text)
    {
        final String[] levels = split(text);
        for (int i = 0; i < levels.length; i++)
        {
            final String level = levels[i];
            if (level.contains(ANY_LEVELS) && (level.length() > 1 || i < levels.length - 1))
            {
                throw new IllegalArgumentException(
                    "'" + text + "' is no topic pattern: '#' stands alone, as the last level");
            }
            if (level.contains(ANY_LEVEL) && level.length() > 1)
            {
                throw new IllegalArgumentException("'" + text + "' is no topic pattern: '+' is a level of its own");
            }
        }
        if (text.isEmpty())
        {
            throw new IllegalArgumentException("a topic pattern is not empty");
        }
        return new TopicPattern(text, levels, Kind.PATTERN);
    }

    /** One topic or filter, its wildcards meaning themselves. */
    static TopicPattern literal(final String text)
    {
        return new TopicPattern(text, split(text), Kind.LITERAL);
    }

    /** As {@link #of}, but {@code %c} and {@code %u} mean themselves. */
    static TopicPattern withoutNames(final String text)
    {
        final TopicPattern pattern = of(text);
        return new TopicPattern(text, pattern.levels, Kind.PATTERN_WITHOUT_NAMES);
    }

    static TopicPattern everything()
    {
        return new TopicPattern("everything", new String[0], Kind.EVERYTHING);
    }

    static String[] split(final String topic)
    {
        return topic.split("/", -1);
    }

    /**
     * Whether a rule with this pattern speaks about a topic or filter.
     *
     * @param topic   levels of the topic or filter.
     * @param client  whose names are put in.
     * @param allowed what the rule says, which decides about names that may not be put in.
     * @return true if it does.
     */
    boolean covers(final String[] topic, final ClientInfo client, final boolean allowed)
    {
        switch (kind)
        {
            case EVERYTHING:
                return true;

            case LITERAL:
                return isLiterally(topic, client, allowed);

            default:
                return coversLevels(topic, client, allowed);
        }
    }

    private boolean isLiterally(final String[] topic, final ClientInfo client, final boolean allowed)
    {
        if (topic.length != levels.length)
        {
            return false;
        }
        for (int i = 0; i < levels.length; i++)
        {
            if (!matches(levels[i], topic[i], client, allowed))
            {
                return false;
            }
        }
        return true;
    }

    private boolean coversLevels(final String[] topic, final ClientInfo client, final boolean allowed)
    {
        if (topic[0].startsWith("$") && (levels[0].equals(ANY_LEVELS) || levels[0].equals(ANY_LEVEL)))
        {
            return false;
        }
        for (int i = 0; i < levels.length; i++)
        {
            final String level = levels[i];
            if (level.equals(ANY_LEVELS))
            {
                return true;
            }
            if (i == topic.length || topic[i].equals(ANY_LEVELS))
            {
                return false;
            }
            if (!level.equals(ANY_LEVEL) && (topic[i].equals(ANY_LEVEL) || !matches(level, topic[i], client, allowed)))
            {
                return false;
            }
            if (i == topic.length - 1 && i == levels.length - 2 && levels[i + 1].equals(ANY_LEVELS))
            {
                return true;
            }
        }
        return topic.length == levels.length;
    }

    private boolean matches(
        final String level, final String topicLevel, final ClientInfo client, final boolean allowed)
    {
        if (level.indexOf('%') < 0 || kind == Kind.PATTERN_WITHOUT_NAMES)
        {
            return level.equals(topicLevel);
        }
        final String name = level.contains(CLIENT_ID) && !isPlain(client.clientId()) ? CLIENT_ID :
            level.contains(USERNAME) && !isPlain(client.username()) ? USERNAME : null;
        if (name != null)
        {
            return !allowed && (name.equals(CLIENT_ID) || client.username() != null);
        }
        return substitute(level, client).equals(topicLevel);
    }

    private static String substitute(final String level, final ClientInfo client)
    {
        final StringBuilder result = new StringBuilder();
        for (int i = 0; i < level.length(); i++)
        {
            if (level.startsWith(CLIENT_ID, i))
            {
                result.append(client.clientId());
                i++;
            }
            else if (level.startsWith(USERNAME, i))
            {
                result.append(client.username());
                i++;
            }
            else
            {
                result.append(level.charAt(i));
            }
        }
        return result.toString();
    }

    /** Whether a name may stand for a level, or a part of one. */
    private static boolean isPlain(final String name)
    {
        return name != null && !name.isEmpty() &&
            name.indexOf('+') < 0 && name.indexOf('#') < 0 && name.indexOf('/') < 0;
    }

    @Override
    public String toString()
    {
        return kind == Kind.LITERAL ? "exactly " + text : text;
    }
}
