package io.maxmq.server.config;

import java.util.Collection;

/**
 * Finds what somebody probably meant: the candidate with the fewest typing errors (insert, delete, replace, swap of two
 * neighbours), if there are few enough.
 */
final class Suggestions
{
    private Suggestions()
    {
    }

    /**
     * @param word       as written.
     * @param candidates allowed.
     * @return the nearest candidate, or null if none is near.
     */
    static String nearest(final String word, final Collection<String> candidates)
    {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (final String candidate : candidates)
        {
            final int distance = distance(word, candidate);
            if (distance < bestDistance)
            {
                best = candidate;
                bestDistance = distance;
            }
        }
        return bestDistance <= Math.max(2, word.length() / 3) ? best : lastPartMatch(word, candidates);
    }

    /**
     * The right name in the wrong section is a common mistake: {@code limits.max-qos}.
     */
    private static String lastPartMatch(final String word, final Collection<String> candidates)
    {
        final String last = word.substring(word.lastIndexOf('.') + 1);
        for (final String candidate : candidates)
        {
            if (candidate.substring(candidate.lastIndexOf('.') + 1).equals(last))
            {
                return candidate;
            }
        }
        return null;
    }

    static int distance(final String left, final String right)
    {
        int[] beforeLast = new int[right.length() + 1];
        int[] last = new int[right.length() + 1];
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++)
        {
            last[j] = j;
        }
        for (int i = 1; i <= left.length(); i++)
        {
            row[0] = i;
            for (int j = 1; j <= right.length(); j++)
            {
                final boolean same = left.charAt(i - 1) == right.charAt(j - 1);
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2) &&
                    left.charAt(i - 2) == right.charAt(j - 1))
                {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            final int[] recycled = beforeLast;
            beforeLast = last;
            last = row;
            row = recycled;
        }
        return last[right.length()];
    }
}
