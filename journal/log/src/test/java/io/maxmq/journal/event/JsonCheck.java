package io.maxmq.journal.event;

/** Whether a text is one well-formed JSON object; enough of RFC 8259 for what the printer writes. */
final class JsonCheck
{
    private final String text;
    private int at;

    private JsonCheck(final String text)
    {
        this.text = text;
    }

    static void check(final String text)
    {
        final JsonCheck check = new JsonCheck(text);
        check.value();
        if (check.at != text.length())
        {
            check.fail("more text");
        }
    }

    private void value()
    {
        switch (peek())
        {
            case '{' -> members('}', true);
            case '[' -> members(']', false);
            case '"' -> string();
            default -> bare();
        }
    }

    private void members(final char end, final boolean named)
    {
        at++;
        if (peek() == end)
        {
            at++;
            return;
        }
        while (true)
        {
            if (named)
            {
                string();
                expect(':');
            }
            value();
            if (peek() == end)
            {
                at++;
                return;
            }
            expect(',');
        }
    }

    private void string()
    {
        expect('"');
        while (peek() != '"')
        {
            if (peek() < 0x20)
            {
                fail("control character");
            }
            at += peek() == '\\' ? peekAt(1) == 'u' ? 6 : 2 : 1;
        }
        at++;
    }

    private void bare()
    {
        final int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(peek()) || peek() == '-'))
        {
            at++;
        }
        if (!text.substring(from, at).matches("true|false|-?(0|[1-9][0-9]*)"))
        {
            fail("no value");
        }
    }

    private void expect(final char c)
    {
        if (peek() != c)
        {
            fail("no '" + c + "'");
        }
        at++;
    }

    private char peek()
    {
        return peekAt(0);
    }

    private char peekAt(final int ahead)
    {
        return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    private void fail(final String what)
    {
        throw new AssertionError(what + " at " + at + " of " + text);
    }
}
