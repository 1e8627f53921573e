package io.maxmq.core.worker;

import io.maxmq.core.MqttLimits;
import io.maxmq.core.session.SessionLimits;

/**
 * Settings of a worker. Immutable; the same for all workers.
 *
 * @param mqtt             what clients are offered and allowed.
 * @param persistentQueues how much may wait for a persistent session.
 * @param cleanQueues      how much may wait for a clean one.
 * @param idle             what a worker does when there is nothing to do.
 * @param spinNs           how long it looks again before it sleeps, for {@link Idle#BACKOFF}.
 * @param pauseNs          how long it rests after a busy cycle, so that more gathers for the next; 0 for not at all.
 * @param readBufferBytes  length of the buffer that all connections of a worker are read into.
 * @param bufferBytes      memory of one worker for what is read and what waits to be sent.
 * @param queueBytes       memory of one worker for messages that wait for clean sessions.
 * @param matchCacheTopics topics whose subscribers a worker remembers, a power of two.
 * @param retainedMessages most retained messages of one worker.
 * @param retainedBytes    most bytes of them.
 * @param retainedMessageBytes most bytes of one, topic and properties included.
 */
public record WorkerConfig(
    MqttLimits mqtt,
    SessionLimits persistentQueues,
    SessionLimits cleanQueues,
    Idle idle,
    long spinNs,
    long pauseNs,
    int readBufferBytes,
    long bufferBytes,
    long queueBytes,
    int matchCacheTopics,
    int retainedMessages,
    long retainedBytes,
    int retainedMessageBytes)
{
    /** What a worker does when there is nothing to do. */
    public enum Idle
    {
        /** It sleeps at once, and is woken. */
        BLOCK,
        /** It looks again for a while, and then sleeps. */
        BACKOFF,
        /** It looks again without end: for a core of its own. */
        SPIN
    }
}
