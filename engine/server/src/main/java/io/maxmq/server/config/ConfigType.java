package io.maxmq.server.config;

/**
 * How the text of a value is read, checked, described and written back. Instances are immutable.
 *
 * @param <T> of the value. Durations are nanoseconds and sizes are bytes, both {@link Long}.
 */
public interface ConfigType<T>
{
    /**
     * @param text of the value, without surrounding white space.
     * @return the value.
     * @throws IllegalArgumentException whose message ends a sentence that begins with the key: "must be …".
     */
    T parse(String text);

    /**
     * @param value to write.
     * @return the text that {@link #parse(String)} reads as the same value.
     */
    String format(T value);

    /**
     * @return the values allowed, in words for the reference page, e.g. "0 to 65535".
     */
    String range();

    /**
     * @return whether a list in the file is meant, which arrives here as its elements joined by commas.
     */
    default boolean isList()
    {
        return false;
    }
}
