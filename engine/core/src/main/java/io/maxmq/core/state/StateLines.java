package io.maxmq.core.state;

import io.maxmq.journal.event.FieldWriter;

import java.util.function.Consumer;

/** The lines of a dump, one after another. Not thread-safe. */
final class StateLines
{
    private static final String[] INDENTS = {"", "  "};

    private final StringBuilder line = new StringBuilder();
    private final FieldWriter fields;
    private final Consumer<CharSequence> consumer;

    StateLines(final boolean json, final Consumer<CharSequence> consumer)
    {
        this.consumer = consumer;
        fields = new FieldWriter(line, json);
    }

    /** A line of some kind; {@code depth} 1 belongs to what stands before. */
    FieldWriter begin(final String kind, final int depth)
    {
        line.setLength(0);
        return fields.begin(kind, INDENTS[depth]);
    }

    void end()
    {
        fields.close();
        consumer.accept(line);
    }
}
