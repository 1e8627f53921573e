/**
 * The lasting state of workers as others may look at it: {@link io.maxmq.core.state.StateDump} writes it down in one
 * form for tools and tests.
 */
package io.maxmq.core.state;
