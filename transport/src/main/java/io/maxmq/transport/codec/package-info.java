/**
 * The MQTT 3.1, 3.1.1 and 5.0 codec: one flyweight per packet, the version is a parameter.
 *
 * <p>{@link io.maxmq.transport.codec.FrameDecoder} finds a frame in received bytes. A decoder is then wrapped over
 * the frame's body and says by a {@link io.maxmq.transport.codec.Violation} whether it is acceptable; it copies
 * nothing, allocates nothing and throws nothing, whatever the bytes are. Strings and binary data are given as offset
 * and length in the wrapped buffer, -1 where absent. Encoders tell the exact length of a packet before they write it,
 * so that its space can be claimed in a buffer.
 *
 * <p>Decoders and encoders are not thread-safe; every worker has its own. "From a client" is the default direction of
 * the decoders whose rules depend on the sender, see {@link io.maxmq.transport.codec.Sender}.
 *
 * <p>Clause numbers without further mention are those of MQTT 5.0; those of 3.1.1 say so.
 */
package io.maxmq.transport.codec;
