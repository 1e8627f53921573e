package io.maxmq.tools;

import io.maxmq.transport.codec.MqttVersion;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How values on the command line are read.
 */
final class Arguments
{
    private static final long FOR_EVER = 0xFFFF_FFFFL;

    private Arguments()
    {
    }

    /** Protocol version. */
    static final class Version implements ITypeConverter<Integer>
    {
        public Integer convert(final String value)
        {
            return switch (value.toLowerCase(Locale.ROOT))
            {
                case "mqttv5", "5", "5.0" -> MqttVersion.V5;
                case "mqttv311", "311", "3.1.1" -> MqttVersion.V3_1_1;
                case "mqttv31", "31", "3.1" -> MqttVersion.V3_1;
                default -> throw new TypeConversionException("'" + value + "' is not mqttv31, mqttv311 or mqttv5");
            };
        }
    }

    /** 0 to 2. */
    static final class Qos implements ITypeConverter<Integer>
    {
        public Integer convert(final String value)
        {
            return (int)number(value, 0, 2);
        }
    }

    /** A packet field of two bytes. */
    static final class Short implements ITypeConverter<Integer>
    {
        public Integer convert(final String value)
        {
            return (int)number(value, 0, 65_535);
        }
    }

    /** A packet field of four bytes. */
    static final class Int implements ITypeConverter<Long>
    {
        public Long convert(final String value)
        {
            return number(value, 0, FOR_EVER);
        }
    }

    /** Session expiry: seconds, or -1 for ever. */
    static final class Expiry implements ITypeConverter<Long>
    {
        public Long convert(final String value)
        {
            return value.equals("-1") || value.equals("never") ? FOR_EVER : number(value, 0, FOR_EVER);
        }
    }

    /** Seconds, with fractions. */
    static final class Seconds implements ITypeConverter<Long>
    {
        public Long convert(final String value)
        {
            if (!value.matches("[0-9]{1,9}(\\.[0-9]{1,9})?"))
            {
                throw new TypeConversionException("'" + value + "' is not a number of seconds");
            }
            return Math.round(Double.parseDouble(value) * 1000);
        }
    }

    /** Subscription identifier. */
    static final class SubscriptionId implements ITypeConverter<Integer>
    {
        public Integer convert(final String value)
        {
            return (int)number(value, 1, 268_435_455);
        }
    }

    /** "name=value". */
    static final class UserProperty implements ITypeConverter<String[]>
    {
        public String[] convert(final String value)
        {
            final int equals = value.indexOf('=');
            if (equals < 0)
            {
                throw new TypeConversionException("'" + value + "' is not name=value");
            }
            return new String[]{value.substring(0, equals), value.substring(equals + 1)};
        }
    }

    private static long number(final String value, final long min, final long max)
    {
        if (!value.matches("[0-9]{1,18}") || Long.parseLong(value) < min || Long.parseLong(value) > max)
        {
            throw new TypeConversionException("'" + value + "' is not a number from " + min + " to " + max);
        }
        return Long.parseLong(value);
    }
}
