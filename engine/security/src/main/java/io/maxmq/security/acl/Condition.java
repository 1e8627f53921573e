package io.maxmq.security.acl;

import io.maxmq.spi.ClientInfo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which clients a rule is about: one property and the values that it may have. Immutable.
 *
 * @param subject the property.
 * @param negated whether the property must have none of the values.
 * @param values  texts in which {@code *} stands for any characters; for addresses, blocks.
 */
record Condition(Subject subject, boolean negated, List<Value> values)
{
    /** What may be asked of a client. */
    enum Subject
    {
        CLIENT("client", ClientInfo::clientId),
        USER("user", ClientInfo::username),
        /** By its subject, as RFC 2253 writes it. */
        CERTIFICATE("certificate", Subject::certificate),
        LISTENER("listener", ClientInfo::listener),
        ADDRESS("address", ClientInfo::remoteAddress);

        private final String word;
        private final Function<ClientInfo, String> property;

        Subject(final String word, final Function<ClientInfo, String> property)
        {
            this.word = word;
            this.property = property;
        }

        private static String certificate(final ClientInfo client)
        {
            return client.tls() == null || client.tls().certificates().isEmpty() ? null :
                client.tls().certificates().get(0).getSubjectX500Principal().getName();
        }

        static Subject of(final String word)
        {
            return Arrays.stream(values()).filter(subject -> subject.word.equals(word)).findFirst().orElse(null);
        }

        static String words()
        {
            return Arrays.stream(values()).map(subject -> subject.word).collect(Collectors.joining(", "));
        }
    }

    /** One of the values. */
    @FunctionalInterface
    interface Value
    {
        boolean matches(String text);

        /**
         * @return the one text that matches, or null where there may be several.
         */
        default String onlyText()
        {
            return null;
        }
    }

    /** One text, in which a star is a star. */
    record Exactly(String text) implements Value
    {
        @Override
        public boolean matches(final String value)
        {
            return text.equals(value);
        }

        @Override
        public String onlyText()
        {
            return text;
        }
    }

    /** Any characters where the text has a star. */
    record Glob(String text) implements Value
    {
        @Override
        public String onlyText()
        {
            return text.indexOf('*') < 0 ? text : null;
        }

        @Override
        public boolean matches(final String value)
        {
            return matches(0, value, 0);
        }

        private boolean matches(final int patternStart, final String value, final int valueStart)
        {
            int p = patternStart;
            int v = valueStart;
            int starAt = -1;
            int resumeAt = 0;
            while (v < value.length())
            {
                if (p < text.length() && text.charAt(p) == '*')
                {
                    starAt = p++;
                    resumeAt = v;
                }
                else if (p < text.length() && text.charAt(p) == value.charAt(v))
                {
                    p++;
                    v++;
                }
                else if (starAt >= 0)
                {
                    p = starAt + 1;
                    v = ++resumeAt;
                }
                else
                {
                    return false;
                }
            }
            while (p < text.length() && text.charAt(p) == '*')
            {
                p++;
            }
            return p == text.length();
        }
    }

    /**
     * Reads a condition.
     *
     * @param subject   of it.
     * @param negated   whether none of the values must match.
     * @param texts     of the values.
     * @param listeners names of the broker's listeners.
     * @return the condition.
     * @throws IllegalArgumentException where an address is none, or a listener does not exist.
     */
    static Condition of(
        final Subject subject, final boolean negated, final List<String> texts, final List<String> listeners)
    {
        final List<Value> values = new ArrayList<>();
        for (final String text : texts)
        {
            switch (subject)
            {
                case ADDRESS:
                    values.add(AddressBlock.of(text));
                    break;

                case LISTENER:
                    values.add(listener(new Glob(text), listeners));
                    break;

                default:
                    values.add(new Glob(text));
                    break;
            }
        }
        return new Condition(subject, negated, List.copyOf(values));
    }

    private static Glob listener(final Glob glob, final List<String> listeners)
    {
        if (listeners.stream().noneMatch(glob::matches))
        {
            throw new IllegalArgumentException("there is no listener '" + glob.text() + "', but " +
                String.join(", ", listeners));
        }
        return glob;
    }

    /**
     * @param client to look at.
     * @return whether it is one that the rule is about. A client without the property is only what it must not be.
     */
    boolean holds(final ClientInfo client)
    {
        final String property = subject.property.apply(client);
        if (property != null)
        {
            for (final Value value : values)
            {
                if (value.matches(property))
                {
                    return !negated;
                }
            }
        }
        return negated;
    }

    /**
     * @return the one user that this condition asks for, or null.
     */
    String onlyUser()
    {
        return subject == Subject.USER && !negated && values.size() == 1 ? values.get(0).onlyText() : null;
    }
}
