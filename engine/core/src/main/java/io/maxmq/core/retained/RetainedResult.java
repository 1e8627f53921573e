package io.maxmq.core.retained;

/**
 * What became of a change of a retained message.
 */
public enum RetainedResult
{
    /** The topic had none and has one now. */
    ADDED,

    /** The topic's message was replaced. */
    REPLACED,

    /** The topic has none any more. */
    REMOVED,

    /** Nothing to remove. */
    ABSENT,

    /** The topic already holds a change that was decided later. */
    OUTDATED
}
