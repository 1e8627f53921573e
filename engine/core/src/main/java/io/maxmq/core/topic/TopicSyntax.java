package io.maxmq.core.topic;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The grammar of topic names and filters (MQTT 5 sections 4.7 and 4.8.2). UTF-8 itself is checked elsewhere: what is
 * looked at here are only bytes below 128, which stand for themselves in UTF-8.
 */
public final class TopicSyntax {
    /** Longest topic name or filter: its length travels in two bytes. */
    public static final int MAX_LENGTH = 65_535;

    private static final byte[] SHARE_PREFIX = {'$', 's', 'h', 'a', 'r', 'e', '/'};

    private TopicSyntax() {
    }

    /**
     * Whether a message may be published to this topic: at least one character (MQTT-4.7.3-1), no wildcard
     * (MQTT-3.3.2-2), no U+0000 (MQTT-4.7.3-2).
     *
     * @param buffer    that holds it.
     * @param offset    where it starts.
     * @param length    in bytes.
     * @param maxLevels most levels allowed.
     * @return true if it may.
     */
    public static boolean isTopic(
        final DirectBuffer buffer, final int offset, final int length, final int maxLevels) {
        if (length < 1 || length > MAX_LENGTH) {
            return false;
        }
        int levels = 1;
        for (int i = offset, end = offset + length; i < end; i++) {
            final byte b = buffer.getByte(i);
            if (b == '/') {
                levels++;
            } else if (b == '+' || b == '#' || b == 0) {
                return false;
            }
        }
        return levels <= maxLevels;
    }

    /**
     * Whether this may be subscribed to: {@code #} only as the last level (MQTT-4.7.1-1), wildcards only as whole
     * levels (MQTT-4.7.1-2), and for a shared one a share name without wildcards and a filter behind it (MQTT-4.8.2-1,
     * MQTT-4.8.2-2).
     *
     * @param buffer    that holds it.
     * @param offset    where it starts.
     * @param length    in bytes.
     * @param maxLevels most levels allowed, those of {@code $share/name} not counted.
     * @return true if it may.
     */
    public static boolean isFilter(
        final DirectBuffer buffer, final int offset, final int length, final int maxLevels) {
        if (length > MAX_LENGTH) {
            return false;
        }
        if (!isShared(buffer, offset, length)) {
            return isPlainFilter(buffer, offset, length, maxLevels);
        }
        final int start = sharedFilterStart(buffer, offset, length);
        return start > 0 && isPlainFilter(buffer, offset + start, length - start, maxLevels);
    }

    /**
     * Whether this is a filter of a shared subscription, well formed or not.
     *
     * @param buffer that holds it.
     * @param offset where it starts.
     * @param length in bytes.
     * @return true if it starts with {@code $share/}.
     */
    public static boolean isShared(final DirectBuffer buffer, final int offset, final int length) {
        if (length < SHARE_PREFIX.length) {
            return false;
        }
        for (int i = 0; i < SHARE_PREFIX.length; i++) {
            if (buffer.getByte(offset + i) != SHARE_PREFIX[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a filter has a wildcard.
     *
     * @param buffer that holds it.
     * @param offset where it starts.
     * @param length in bytes.
     * @return true if it has one.
     */
    public static boolean hasWildcard(final DirectBuffer buffer, final int offset, final int length) {
        for (int i = offset, end = offset + length; i < end; i++) {
            final byte b = buffer.getByte(i);
            if (b == '+' || b == '#') {
                return true;
            }
        }
        return false;
    }

    /**
     * Where the filter proper of a shared subscription starts.
     *
     * @param buffer that holds it.
     * @param offset where {@code $share/} starts.
     * @param length in bytes, all of it.
     * @return the start relative to offset, or -1 if the share name is empty, has a wildcard, or nothing follows it.
     */
    public static int sharedFilterStart(final DirectBuffer buffer, final int offset, final int length) {
        for (int i = SHARE_PREFIX.length; i < length; i++) {
            final byte b = buffer.getByte(offset + i);
            if (b == '/') {
                return i == SHARE_PREFIX.length || i + 1 == length ? -1 : i + 1;
            }
            if (b == '+' || b == '#' || b == 0) {
                return -1;
            }
        }
        return -1;
    }

    /** Writes {@code $share/name/} and returns its length. */
    static int putSharePrefix(final byte[] name, final MutableDirectBuffer buffer, final int offset) {
        buffer.putBytes(offset, SHARE_PREFIX);
        buffer.putBytes(offset + SHARE_PREFIX.length, name);
        buffer.putByte(offset + SHARE_PREFIX.length + name.length, (byte) '/');
        return SHARE_PREFIX.length + name.length + 1;
    }

    static int shareNameStart() {
        return SHARE_PREFIX.length;
    }

    private static boolean isPlainFilter(
        final DirectBuffer buffer, final int offset, final int length, final int maxLevels) {
        if (length < 1) {
            return false;
        }
        int levels = 1;
        final int end = offset + length;
        for (int i = offset; i < end; i++) {
            final byte b = buffer.getByte(i);
            if (b == '/') {
                levels++;
            } else if (b == 0) {
                return false;
            } else if (b == '+' || b == '#') {
                final boolean startsLevel = i == offset || buffer.getByte(i - 1) == '/';
                final boolean endsFilter = i + 1 == end;
                if (!startsLevel || !endsFilter && (b == '#' || buffer.getByte(i + 1) != '/')) {
                    return false;
                }
            }
        }
        return levels <= maxLevels;
    }
}
