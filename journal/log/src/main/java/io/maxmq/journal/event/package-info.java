/**
 * What is written to the log: one class per event, a flyweight that encodes and decodes in place. The layouts are those
 * of the disk: they change only by a new version. Begin with {@link io.maxmq.journal.event.EventHeader}, then
 * {@link io.maxmq.journal.event.EventFlyweight} and {@link io.maxmq.journal.event.MessageEvent}.
 */
package io.maxmq.journal.event;
