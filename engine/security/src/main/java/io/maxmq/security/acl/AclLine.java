package io.maxmq.security.acl;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a file of rules, cut into words. A part in double quotes is one word, or part of one; a backslash in it
 * takes the next character as it is. What follows {@code #} at the beginning of a line is a comment.
 */
final class AclLine
{
    /** A word, and whether it was quoted, so that it is no keyword. */
    record Word(String text, boolean quoted)
    {
        boolean is(final String keyword)
        {
            return !quoted && text.equals(keyword);
        }
    }

    private AclLine()
    {
    }

    /**
     * Cuts a line.
     *
     * @param line to cut.
     * @return its words, none for an empty line or a comment.
     * @throws IllegalArgumentException where a quote does not end.
     */
    static List<Word> words(final String line)
    {
        final List<Word> words = new ArrayList<>();
        if (line.strip().startsWith("#"))
        {
            return words;
        }
        final StringBuilder word = new StringBuilder();
        boolean inWord = false;
        boolean inQuotes = false;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++)
        {
            final char c = line.charAt(i);
            if (inQuotes && c == '\\' && i + 1 < line.length())
            {
                word.append(line.charAt(++i));
            }
            else if (c == '"')
            {
                inQuotes = !inQuotes;
                quoted |= word.length() == 0;
                inWord = true;
            }
            else if (inQuotes || !Character.isWhitespace(c))
            {
                word.append(c);
                inWord = true;
            }
            else if (inWord)
            {
                words.add(new Word(word.toString(), quoted));
                word.setLength(0);
                inWord = false;
                quoted = false;
            }
        }
        if (inQuotes)
        {
            throw new IllegalArgumentException("a quote does not end");
        }
        if (inWord)
        {
            words.add(new Word(word.toString(), quoted));
        }
        return words;
    }
}
