/**
 * The bus between workers and to the sequencer: one ordered stream per pair of participants and
 * {@link io.maxmq.transport.bus.Stage}, over Aeron IPC. It carries what never touches a disk, and the events on their
 * way to the one writer of the log. Pressure is a value, nothing blocks, and a sleeping peer is woken through its
 * {@link io.maxmq.transport.bus.ParkFlag}.
 */
package io.maxmq.transport.bus;
