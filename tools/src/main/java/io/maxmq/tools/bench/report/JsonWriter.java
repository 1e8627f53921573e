package io.maxmq.tools.bench.report;

import java.util.Locale;

/**
 * Writes JSON (RFC 8259) with two spaces of indentation. Numbers that JSON cannot express become null.
 */
final class JsonWriter
{
    private final StringBuilder out = new StringBuilder();
    private int depth;
    private boolean isFirst = true;

    JsonWriter beginObject()
    {
        return open('{');
    }

    JsonWriter beginObject(final String name)
    {
        name(name);
        out.append('{');
        return opened();
    }

    JsonWriter endObject()
    {
        return close('}');
    }

    JsonWriter beginArray(final String name)
    {
        name(name);
        out.append('[');
        return opened();
    }

    JsonWriter endArray()
    {
        return close(']');
    }

    JsonWriter field(final String name, final String value)
    {
        name(name);
        if (value == null)
        {
            out.append("null");
        }
        else
        {
            quote(value);
        }
        return this;
    }

    JsonWriter field(final String name, final long value)
    {
        name(name);
        out.append(value);
        return this;
    }

    JsonWriter field(final String name, final boolean value)
    {
        name(name);
        out.append(value);
        return this;
    }

    JsonWriter field(final String name, final double value)
    {
        name(name);
        out.append(Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "null");
        return this;
    }

    @Override
    public String toString()
    {
        return out.toString();
    }

    private JsonWriter open(final char bracket)
    {
        if (depth > 0)
        {
            separate();
        }
        out.append(bracket);
        return opened();
    }

    private JsonWriter opened()
    {
        depth++;
        isFirst = true;
        return this;
    }

    private JsonWriter close(final char bracket)
    {
        depth--;
        if (!isFirst)
        {
            newLine();
        }
        out.append(bracket);
        isFirst = false;
        return this;
    }

    private void name(final String name)
    {
        separate();
        quote(name);
        out.append(": ");
    }

    private void separate()
    {
        if (!isFirst)
        {
            out.append(',');
        }
        isFirst = false;
        newLine();
    }

    private void newLine()
    {
        out.append('\n').append("  ".repeat(depth));
    }

    private void quote(final String text)
    {
        out.append('"');
        for (int i = 0; i < text.length(); i++)
        {
            final char c = text.charAt(i);
            if (c == '"' || c == '\\')
            {
                out.append('\\').append(c);
            }
            else if (c < ' ')
            {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int)c));
            }
            else
            {
                out.append(c);
            }
        }
        out.append('"');
    }
}
