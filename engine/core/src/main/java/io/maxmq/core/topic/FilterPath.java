package io.maxmq.core.topic;

import org.agrona.DirectBuffer;

/**
 * A filter taken apart: its share name, its path through the tree, and whether it ends in {@code #}. Reused; valid
 * until the next one is parsed. Also loaded with topics, which are paths as they are.
 */
final class FilterPath {
    private final TopicBytes bytes;
    private DirectBuffer buffer;
    private boolean shared;
    private boolean multi;
    private int nameOffset;
    private int nameLength;

    FilterPath(final long seed) {
        bytes = new TopicBytes(seed);
    }

    /** Takes a well-formed filter apart. */
    void parse(final DirectBuffer filter, final int offset, final int length) {
        buffer = filter;
        shared = TopicSyntax.isShared(filter, offset, length);
        final int start = shared ? TopicSyntax.sharedFilterStart(filter, offset, length) : 0;
        if (start < 0 || start == length) {
            throw new IllegalArgumentException("not a topic filter");
        }
        nameOffset = offset + TopicSyntax.shareNameStart();
        nameLength = start - 1 - TopicSyntax.shareNameStart();
        bytes.load(filter, offset + start, length - start);
        multi = bytes.at(bytes.end() - 1) == '#';
        if (multi) {
            bytes.end(bytes.end() - 2);
        }
    }

    /** The path without share name and {@code #}. */
    TopicBytes bytes() {
        return bytes;
    }

    boolean isShared() {
        return shared;
    }

    boolean isMulti() {
        return multi;
    }

    byte[] name() {
        final byte[] name = new byte[nameLength];
        buffer.getBytes(nameOffset, name);
        return name;
    }

    boolean isNamed(final byte[] name) {
        if (name.length != nameLength) {
            return false;
        }
        for (int i = 0; i < nameLength; i++) {
            if (buffer.getByte(nameOffset + i) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
