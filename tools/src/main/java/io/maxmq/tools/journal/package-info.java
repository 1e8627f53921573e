/**
 * {@code maxmq journal}: what is in a broker's journal, whether it is sound, and what can be made of it. Begin with
 * {@link io.maxmq.tools.journal.JournalCommand}; {@code docs/journal.md} shows every command.
 */
package io.maxmq.tools.journal;
