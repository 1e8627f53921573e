package io.maxmq.server.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of environment variables: {@code MAXMQ_} and the key in capitals, with underscores for dots and hyphens, so
 * that {@code mqtt.max-qos} is {@code MAXMQ_MQTT_MAX_QOS}. A listener's name stands in the middle ({@code
 * MAXMQ_LISTENER_TCP_PORT}, an underscore in it reads as a hyphen); without a name ({@code MAXMQ_LISTENER_PORT}) the
 * only listener is meant.
 */
final class ConfigEnvironment
{
    static final String PREFIX = "MAXMQ_";

    /** Read by the launcher or by the command line, not by the table. */
    private static final Set<String> OF_OTHERS =
        Set.of("MAXMQ_CONFIG", "MAXMQ_HEAP", "MAXMQ_JAVA_OPTS");

    /** What Kubernetes and Docker put into every container beside a service that is called maxmq. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
        "MAXMQ_(SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)|PORT_[0-9]+_(TCP|UDP)(_(PROTO|PORT|ADDR))?|NAME|ENV_.*)");

    private ConfigEnvironment()
    {
    }

    /**
     * @param variable name.
     * @param value    of it.
     * @return whether this variable is meant to set a key.
     */
    static boolean isForTable(final String variable, final String value)
    {
        return variable.startsWith(PREFIX) && !OF_OTHERS.contains(variable) &&
            !SERVICE_LINK.matcher(variable).matches() && !(variable.equals("MAXMQ_PORT") && value.contains("://"));
    }

    /**
     * @param variable name that {@link #isForTable(String, String)}.
     * @param keys     of the table by name.
     * @return the path that it sets, or null if there is none.
     */
    static String path(final String variable, final Map<String, ConfigKey<?>> keys)
    {
        for (final ConfigKey<?> key : keys.values())
        {
            if (!key.isNamed() && key.environmentVariable().equals(variable))
            {
                return key.name();
            }
        }
        String longest = null;
        int longestSuffix = 0;
        for (final ConfigKey<?> key : keys.values())
        {
            if (key.isNamed())
            {
                final String suffix = suffix(key);
                final String path = namedPath(variable, key, suffix);
                if (path != null && suffix.length() > longestSuffix)
                {
                    longest = path;
                    longestSuffix = suffix.length();
                }
            }
        }
        return longest;
    }

    static String upper(final String name)
    {
        return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String suffix(final ConfigKey<?> key)
    {
        return upper(key.name().substring(key.name().indexOf(ConfigKey.NAME_PART) + ConfigKey.NAME_PART.length()));
    }

    private static String namedPath(final String variable, final ConfigKey<?> key, final String suffix)
    {
        final String prefix = PREFIX + upper(key.name().substring(0, key.name().indexOf(ConfigKey.NAME_PART)));
        if (variable.equals(prefix + suffix.substring(1)))
        {
            return key.name().replace(ConfigKey.NAME_PART + ".", "");
        }
        if (variable.startsWith(prefix) && variable.endsWith(suffix) &&
            variable.length() > prefix.length() + suffix.length())
        {
            final String instance = variable.substring(prefix.length(), variable.length() - suffix.length());
            return key.path(instance.toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        return null;
    }
}
