package io.maxmq.transport.bus;

import org.agrona.DirectBuffer;

/**
 * One participant's end of the bus that joins workers and sequencer: a stream for each ordered pair of participants and
 * stage, each keeping its order, none ordered against another.
 * <p>
 * <b>Participants</b> are numbered from 0. Workers come first; the sequencer is the last where it has a thread of its
 * own, else worker 0. There is no stream from a participant to itself: that is a direct call. Workers reach each other
 * at every stage but {@link Stage#EVENT}, everybody reaches the sequencer at EVENT, and a sequencer of its own reaches
 * the workers at {@link Stage#REPLY}. Offering where no stream is throws {@link IllegalArgumentException}.
 * <p>
 * <b>Life cycle.</b> All participants are created together by one thread and then handed to theirs. Each duty cycle
 * calls {@link #drive()} once, polls the stages in their order, and calls {@link #flushWakes()} before it ends.
 * <p>
 * <b>Threading.</b> Everything but {@link #parkFlag()}'s {@code wake} and the counters' readers belongs to the
 * participant's thread. Nothing here blocks, waits or reads a clock that counts; nothing allocates in steady state.
 * <p>
 * <b>Pressure is a value.</b> A false from {@link #offer} or {@link #canOffer} means that nothing was changed. A caller
 * that must send to several streams or nothing looks at all of them with {@link #canOffer} first; whatever it then
 * offers within the room it asked for is accepted.
 */
public interface Bus extends AutoCloseable
{
    /** A participant sleeps no longer than this, in milliseconds. */
    int MAX_PARK_MS = 100;

    /**
     * @return the number of this participant.
     */
    int participant();

    /**
     * @return how many participants the bus has.
     */
    int participants();

    /**
     * @return the participant that takes {@link Stage#EVENT}.
     */
    int sequencer();

    /**
     * @return the largest message in bytes that can be sent at all; larger ones throw.
     */
    int maxMessageLength();

    /**
     * Is there room for one message? True stands until this participant offers to that stream.
     *
     * @param target participant.
     * @param stage  of the stream.
     * @param length of the message in bytes, without framing.
     * @return true if an {@link #offer} of that length now succeeds.
     */
    boolean canOffer(int target, Stage stage, int length);

    /**
     * Is there room for several messages on one stream, in whatever order and however the bytes are divided? It
     * reckons with the worst padding, so it may say false though the messages would fit. It says true for any number up
     * to some hundred small messages once the stream is empty; callers do not ask for more in one go.
     *
     * @param target      participant.
     * @param stage       of the stream.
     * @param count       of messages, at least 1.
     * @param totalLength of all of them in bytes, without framing.
     * @return true if offers of that many messages with that total now succeed.
     */
    boolean canOffer(int target, Stage stage, int count, int totalLength);

    /**
     * Send a message, all or nothing.
     *
     * @param target participant.
     * @param stage  of the stream.
     * @param buffer that holds the message; it may be reused when the call returns.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return true if accepted, false if back-pressured: nothing was sent.
     */
    boolean offer(int target, Stage stage, DirectBuffer buffer, int offset, int length);

    /**
     * Send a message that lies in two places, all or nothing. The receiver sees one region.
     *
     * @param target       participant.
     * @param stage        of the stream.
     * @param header       that holds the first part; it may be reused when the call returns.
     * @param headerOffset of its first byte.
     * @param headerLength in bytes.
     * @param body         that holds the second part; it may be reused when the call returns.
     * @param bodyOffset   of its first byte.
     * @param bodyLength   in bytes, 0 or more.
     * @return true if accepted, false if back-pressured: nothing was sent.
     */
    boolean offer(
        int target,
        Stage stage,
        DirectBuffer header,
        int headerOffset,
        int headerLength,
        DirectBuffer body,
        int bodyOffset,
        int bodyLength);

    /**
     * Hand what has arrived at a stage to a handler. Sources take turns in being the first. A source whose message is
     * not consumed is left alone until the next call; the others go on.
     *
     * @param stage   to poll.
     * @param handler for the messages.
     * @param limit   of messages in all, parts of large messages counted singly.
     * @return work count: messages consumed, and parts of large messages gathered.
     */
    int poll(Stage stage, BusHandler handler, int limit);

    /**
     * Is there a reason not to sleep: a message at any stage, or room in a stream that refused something before? To be
     * asked between {@link ParkFlag#prepare()} and the sleep, after {@link #flushWakes()}.
     * <p>
     * Messages that a handler put back do not count. If it did so because a stream had no room, this participant is
     * woken when the stream has; if for another reason, whoever removes that reason wakes it.
     *
     * @return true if there is a reason not to sleep.
     */
    boolean hasInput();

    /**
     * Do the bus's own work: once per duty cycle, and at least every {@value #MAX_PARK_MS} ms. Participant 0 moves
     * every stream's window; whoever has a large message under way sends on.
     *
     * @return work count, 0 if there was nothing to do.
     * @throws IllegalStateException if the bus has failed for good.
     */
    int drive();

    /**
     * Wake the peers that were offered to since the last call, and participant 0 if a window has to move, where they
     * sleep. Called once per duty cycle, before parking at the latest.
     */
    void flushWakes();

    /**
     * @return the flag by which anybody who gives this participant work wakes it.
     */
    ParkFlag parkFlag();

    /**
     * Counters of what this participant sends.
     *
     * @param target participant.
     * @param stage  of the stream.
     * @return the counters, or null where there is no such stream.
     */
    StreamCounters sent(int target, Stage stage);

    /**
     * Counters of what this participant receives.
     *
     * @param source participant.
     * @param stage  of the stream.
     * @return the counters, or null where there is no such stream.
     */
    StreamCounters received(int source, Stage stage);

    /**
     * Leave. Afterwards this participant offers nothing (false) and polls nothing (0), and messages to it are dropped
     * or back-pressured. Participants may close in any order and at any time; the last one frees what they shared.
     * Closing again does nothing.
     */
    @Override
    void close();
}
