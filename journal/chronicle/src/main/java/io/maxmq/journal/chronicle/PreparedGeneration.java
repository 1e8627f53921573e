package io.maxmq.journal.chronicle;

/** A new generation, empty, allocated and named by the manifest; waits for its first event. */
record PreparedGeneration(GenerationWriter writer, Generation generation)
{
}
