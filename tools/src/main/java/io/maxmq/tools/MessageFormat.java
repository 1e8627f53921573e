package io.maxmq.tools;

import io.maxmq.tools.client.Message;
import io.maxmq.tools.client.MessageProperties;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The output format of {@code sub -F}: text with {@code %} directives and backslash escapes, read once and then written
 * for each message. Immutable.
 */
final class MessageFormat
{
    static final String HELP = "Format (-F):%n" +
        "  %%t topic   %%p payload   %%x %%X payload in hexadecimal   %%l its length%n" +
        "  %%q QoS   %%r retain flag   %%d duplicate flag   %%m packet id%n" +
        "  %%j all as JSON, the payload as a string   %%J the same, the payload is JSON%n" +
        "  %%I time (ISO 8601)   %%U time (seconds since 1970)   %%@H %%@M … as in date(1)%n" +
        "  v5: %%C content type   %%R response topic   %%D correlation data   %%E expiry%n" +
        "      %%F payload format   %%P user properties   %%S subscription ids%n" +
        "      %%A topic alias%n" +
        "  %%%% percent sign   \\n \\t \\r \\0 \\a \\e \\v \\\\ as usual%n";

    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxx");
    private static final String ESCAPES = "0aenrtv\\";
    private static final String ESCAPED = "\0\u0007\u001b\n\r\t\u000b\\";
    private static final String DATE_LETTERS = "YmdHMSzjybBaAFTs";
    private static final String[] DATE_PATTERNS = {
        "yyyy", "MM", "dd", "HH", "mm", "ss", "xx", "DDD", "yy", "MMM", "MMMM", "EEE", "EEEE", "yyyy-MM-dd", "HH:mm:ss"
    };

    private final List<Part> parts;

    private MessageFormat(final List<Part> parts)
    {
        this.parts = parts;
    }

    /** Writes one part of the output for a message. */
    private interface Part
    {
        void write(Message message, ZonedDateTime time, OutputStream out) throws IOException;
    }

    /** A part that is text. */
    private interface TextPart
    {
        String text(Message message, ZonedDateTime time);
    }

    /**
     * @param format of {@code -F}.
     * @return it, read.
     * @throws IllegalArgumentException if a directive is unknown.
     */
    static MessageFormat parse(final String format)
    {
        final List<Part> parts = new ArrayList<>();
        final StringBuilder literal = new StringBuilder();
        for (int i = 0; i < format.length(); i++)
        {
            final char c = format.charAt(i);
            if (c == '\\')
            {
                literal.append(escape(format, ++i));
            }
            else if (c != '%')
            {
                literal.append(c);
            }
            else if (next(format, ++i) == '%')
            {
                literal.append('%');
            }
            else
            {
                addLiteral(parts, literal);
                final boolean isDate = next(format, i) == '@';
                parts.add(isDate ? date(next(format, ++i)) : directive(next(format, i)));
            }
        }
        addLiteral(parts, literal);
        return new MessageFormat(parts);
    }

    void write(final Message message, final ZonedDateTime time, final OutputStream out) throws IOException
    {
        for (final Part part : parts)
        {
            part.write(message, time, out);
        }
    }

    private static void addLiteral(final List<Part> parts, final StringBuilder literal)
    {
        if (literal.length() > 0)
        {
            final String text = literal.toString();
            literal.setLength(0);
            parts.add(text((message, time) -> text));
        }
    }

    private static char next(final String format, final int index)
    {
        if (index >= format.length())
        {
            throw new IllegalArgumentException("the format ends in the middle of a directive");
        }
        return format.charAt(index);
    }

    private static char escape(final String format, final int index)
    {
        final int escape = ESCAPES.indexOf(next(format, index));
        if (escape < 0)
        {
            throw new IllegalArgumentException("unknown escape \\" + format.charAt(index));
        }
        return ESCAPED.charAt(escape);
    }

    private static Part directive(final char letter)
    {
        return switch (letter)
        {
            case 't' -> text((message, time) -> message.topic());
            case 'p' -> (message, time, out) -> out.write(message.payload());
            case 'x' -> text((message, time) -> HexFormat.of().formatHex(message.payload()));
            case 'X' -> text((message, time) -> HexFormat.of().withUpperCase().formatHex(message.payload()));
            case 'l' -> text((message, time) -> String.valueOf(message.payload().length));
            case 'q' -> text((message, time) -> String.valueOf(message.qos()));
            case 'r' -> text((message, time) -> message.retain() ? "1" : "0");
            case 'd' -> text((message, time) -> message.duplicate() ? "1" : "0");
            case 'm' -> text((message, time) -> String.valueOf(message.packetId()));
            case 'I' -> text((message, time) -> ISO.format(time));
            case 'U' -> text((message, time) ->
                String.format(Locale.ROOT, "%d.%09d", time.toEpochSecond(), time.getNano()));
            case 'j' -> text((message, time) -> MessageJson.write(message, ISO.format(time), false));
            case 'J' -> text((message, time) -> MessageJson.write(message, ISO.format(time), true));
            default -> property(letter);
        };
    }

    private static Part property(final char letter)
    {
        return switch (letter)
        {
            case 'C' -> text((message, time) -> orEmpty(message.properties().contentType()));
            case 'R' -> text((message, time) -> orEmpty(message.properties().responseTopic()));
            case 'D' -> MessageFormat::writeCorrelationData;
            case 'E' -> text((message, time) -> number(message.properties().messageExpirySeconds(), -1));
            case 'F' -> text((message, time) -> number(message.properties().payloadFormat(), -1));
            case 'A' -> text((message, time) -> number(message.properties().topicAlias(), 0));
            case 'S' -> text((message, time) -> message.properties().subscriptionIds().stream()
                .map(String::valueOf).collect(Collectors.joining(" ")));
            case 'P' -> text((message, time) -> userProperties(message.properties()));
            default -> throw new IllegalArgumentException("unknown directive %" + letter);
        };
    }

    private static void writeCorrelationData(final Message message, final ZonedDateTime time, final OutputStream out)
        throws IOException
    {
        if (message.properties().correlationData() != null)
        {
            out.write(message.properties().correlationData());
        }
    }

    private static String userProperties(final MessageProperties properties)
    {
        return properties.userProperties().stream()
            .map((Map.Entry<String, String> property) -> property.getKey() + ":" + property.getValue())
            .collect(Collectors.joining(" "));
    }

    private static Part date(final char letter)
    {
        final int index = DATE_LETTERS.indexOf(letter);
        if (index < 0)
        {
            throw new IllegalArgumentException("unknown directive %@" + letter);
        }
        if (letter == 's')
        {
            return text((message, time) -> String.valueOf(time.toEpochSecond()));
        }
        final DateTimeFormatter formatter = DateTimeFormatter.ofPattern(DATE_PATTERNS[index], Locale.ROOT);
        return text((message, time) -> formatter.format(time));
    }

    private static Part text(final TextPart part)
    {
        return (message, time, out) -> out.write(part.text(message, time).getBytes(StandardCharsets.UTF_8));
    }

    private static String orEmpty(final String text)
    {
        return text == null ? "" : text;
    }

    private static String number(final long value, final long absent)
    {
        return value == absent ? "" : String.valueOf(value);
    }
}
