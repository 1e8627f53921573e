/**
 * What happens on the threads of the load tool: event loop, client state machines, payloads, verification, recording.
 *
 * <p>One {@link io.maxmq.tools.bench.load.Engine} is one thread with its own selector and clients. Nothing here
 * allocates, locks or waits once traffic flows: publish frames are encoded when a client is made and patched when they
 * are copied into the engine's one output buffer, all messages for a socket leave in one write, and what arrives is
 * split and verified in the engine's one input buffer.
 */
package io.maxmq.tools.bench.load;
