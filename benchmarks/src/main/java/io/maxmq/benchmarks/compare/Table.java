package io.maxmq.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * A table that can be shown as aligned text or as Markdown.
 */
final class Table
{
    private final List<String[]> rows = new ArrayList<>();

    Table(final String... header)
    {
        rows.add(header);
    }

    Table add(final String... cells)
    {
        rows.add(cells);
        return this;
    }

    String text()
    {
        final int[] widths = widths();
        final StringBuilder out = new StringBuilder();
        for (final String[] row : rows)
        {
            final StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++)
            {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    String markdown()
    {
        final StringBuilder out = new StringBuilder();
        for (int i = 0; i < rows.size(); i++)
        {
            out.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
            if (i == 0)
            {
                out.append("|").append("---|".repeat(rows.get(0).length)).append('\n');
            }
        }
        return out.toString();
    }

    private int[] widths()
    {
        final int[] widths = new int[rows.get(0).length];
        for (final String[] row : rows)
        {
            for (int i = 0; i < row.length; i++)
            {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return widths;
    }
}
