package io.maxmq.security.acl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules in a file.
 *
 * @param path             of the file.
 * @param format           in which it is written.
 * @param allowedByDefault what holds where no rule decides, unless the file says otherwise.
 * @param listeners        names of the broker's listeners.
 */
public record AclFile(Path path, Format format, boolean allowedByDefault, List<String> listeners)
{
    /** Ways to write rules. */
    public enum Format
    {
        /** MaxMQ's own. */
        MAXMQ,
        /** That of Mosquitto's {@code acl_file}. */
        MOSQUITTO
    }

    /** Takes a file line by line. */
    interface Parser
    {
        /**
         * @param text   of a line.
         * @param number of it, from 1.
         * @throws IllegalArgumentException with what is wrong with it.
         */
        void line(String text, int number);

        Acl end();
    }

    /**
     * Reads the file.
     *
     * @return its rules.
     * @throws AclException with everything that is wrong with it.
     */
    public Acl read() throws AclException
    {
        final List<String> lines;
        try
        {
            lines = Files.readAllLines(path, StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new AclException(List.of("the file of access rules " + path + " cannot be read: " + ex));
        }
        return parse(lines);
    }

    Acl parse(final List<String> lines) throws AclException
    {
        final Parser parser = format == Format.MOSQUITTO ?
            new MosquittoAclParser(allowedByDefault) : new AclParser(listeners, allowedByDefault);
        final List<String> errors = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++)
        {
            try
            {
                parser.line(lines.get(i), i + 1);
            }
            catch (final IllegalArgumentException ex)
            {
                errors.add(path + ":" + (i + 1) + ": " + ex.getMessage());
            }
        }
        if (!errors.isEmpty())
        {
            throw new AclException(errors);
        }
        return parser.end();
    }
}
