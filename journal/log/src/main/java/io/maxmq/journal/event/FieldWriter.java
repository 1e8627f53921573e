package io.maxmq.journal.event;

import org.agrona.DirectBuffer;

/**
 * Writes named values to a {@link StringBuilder}, as {@code name=value} text or as JSON; both stay on one line whatever
 * the bytes are: control characters and bytes that are not UTF-8 are escaped.
 */
public final class FieldWriter
{
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out;
    private final boolean json;
    private boolean first = true;

    public FieldWriter(final StringBuilder out, final boolean json)
    {
        this.out = out;
        this.json = json;
    }

    public FieldWriter open(final String typeName, final long sequence)
    {
        if (json)
        {
            out.append("{\"sequence\":").append(sequence).append(",\"type\":\"").append(typeName).append('"');
        }
        else
        {
            out.append(sequence).append(' ').append(typeName);
        }
        first = false;
        return this;
    }

    /** Begins a line about something that is no event. */
    public FieldWriter begin(final String kind, final String indent)
    {
        if (json)
        {
            out.append("{\"kind\":\"").append(kind).append('"');
        }
        else
        {
            out.append(indent).append(kind);
        }
        first = false;
        return this;
    }

    public void close()
    {
        if (json)
        {
            out.append('}');
        }
    }

    public FieldWriter number(final String name, final long value)
    {
        name(name);
        out.append(value);
        return this;
    }

    /** Only if it is not 0. */
    public FieldWriter optional(final String name, final long value)
    {
        return value == 0 ? this : number(name, value);
    }

    /** Only if it is set. */
    public FieldWriter flag(final String name, final boolean value)
    {
        if (value)
        {
            if (json)
            {
                name(name);
                out.append("true");
            }
            else
            {
                out.append(' ').append(name);
            }
        }
        return this;
    }

    public FieldWriter word(final String name, final String value)
    {
        name(name);
        quote();
        out.append(value);
        quote();
        return this;
    }

    public FieldWriter hex(final String name, final long value)
    {
        return word(name, Long.toHexString(value));
    }

    public FieldWriter text(final String name, final DirectBuffer buffer, final int offset, final int length)
    {
        name(name);
        out.append('"');
        escape(buffer.getStringWithoutLengthUtf8(offset, length));
        out.append('"');
        return this;
    }

    public FieldWriter text(final String name, final String value)
    {
        name(name);
        out.append('"');
        escape(value);
        out.append('"');
        return this;
    }

    public FieldWriter bytes(final String name, final DirectBuffer buffer, final int offset, final int length)
    {
        name(name);
        quote();
        for (int i = 0; i < length; i++)
        {
            final int b = buffer.getByte(offset + i) & 0xFF;
            out.append(HEX.charAt(b >>> 4)).append(HEX.charAt(b & 0xF));
        }
        quote();
        return this;
    }

    public FieldWriter openList(final String name)
    {
        name(name);
        out.append('[');
        first = true;
        return this;
    }

    public FieldWriter closeList()
    {
        out.append(']');
        first = false;
        return this;
    }

    public FieldWriter openObject(final String name)
    {
        name(name);
        out.append(json ? '{' : '(');
        first = true;
        return this;
    }

    public FieldWriter openItem()
    {
        if (!first)
        {
            out.append(json ? "," : " ");
        }
        out.append(json ? '{' : '(');
        first = true;
        return this;
    }

    public FieldWriter closeObject()
    {
        out.append(json ? '}' : ')');
        first = false;
        return this;
    }

    /** A bare number in a list. */
    public FieldWriter item(final long value)
    {
        if (!first)
        {
            out.append(',');
        }
        out.append(value);
        first = false;
        return this;
    }

    private void name(final String name)
    {
        if (json)
        {
            if (!first)
            {
                out.append(',');
            }
            out.append('"').append(name).append("\":");
        }
        else
        {
            if (!first)
            {
                out.append(' ');
            }
            out.append(name).append('=');
        }
        first = false;
    }

    private void quote()
    {
        if (json)
        {
            out.append('"');
        }
    }

    private void escape(final String text)
    {
        for (int i = 0; i < text.length(); i++)
        {
            final char c = text.charAt(i);
            if (c == '"' || c == '\\')
            {
                out.append('\\').append(c);
            }
            else if (isEscaped(c))
            {
                escapeUnicode(c);
            }
            else
            {
                out.append(c);
            }
        }
    }

    private static boolean isEscaped(final char c)
    {
        return c < 0x20 || c >= 0x7F && c < 0xA0 || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c);
    }

    private void escapeUnicode(final char c)
    {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4)
        {
            out.append(HEX.charAt(c >>> shift & 0xF));
        }
    }
}
