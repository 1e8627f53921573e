/**
 * What a journal says, for tools: the state of the broker at any place of it.
 */
package io.maxmq.server.replay;
