/**
 * The one ordered log as a port ({@link io.maxmq.journal.log.Log}), its writer
 * ({@link io.maxmq.journal.log.Sequencer}) and the log in memory ({@link io.maxmq.journal.log.InMemoryLog}).
 * <pre>
 *  workers ─► EventSource ─► Sequencer ─► LogAppender ─► segments or files ─► LogTail ─► EventHandler ─► workers
 *                              └── Wakeups ─────────────────────────────────────────────────────────────────┘
 * </pre>
 * Begin with {@link io.maxmq.journal.log.Log}: its documentation says what holds for every implementation.
 */
package io.maxmq.journal.log;
