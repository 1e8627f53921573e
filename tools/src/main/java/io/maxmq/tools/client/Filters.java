package io.maxmq.tools.client;

/**
 * Matches topics against filters (section 4.7) on the command line's side.
 */
public final class Filters
{
    private Filters()
    {
    }

    /**
     * @param filter with wildcards.
     * @param topic  without.
     * @return whether it matches.
     */
    public static boolean matches(final String filter, final String topic)
    {
        final String[] wanted = filter.split("/", -1);
        final String[] levels = topic.split("/", -1);
        if (topic.startsWith("$") && (wanted[0].equals("+") || wanted[0].equals("#")))
        {
            return false;
        }
        for (int i = 0; i < wanted.length; i++)
        {
            if (wanted[i].equals("#"))
            {
                return true;
            }
            if (i >= levels.length || !wanted[i].equals("+") && !wanted[i].equals(levels[i]))
            {
                return false;
            }
        }
        return wanted.length == levels.length;
    }
}
