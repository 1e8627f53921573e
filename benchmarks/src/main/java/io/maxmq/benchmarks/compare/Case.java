package io.maxmq.benchmarks.compare;

import java.util.List;

/**
 * One row of the comparison.
 *
 * @param name      on the command line.
 * @param title     in tables.
 * @param cost      what is compared.
 * @param isFresh   whether it needs a broker that has served nobody yet.
 * @param arguments of {@code maxmq bench}.
 */
record Case(String name, String title, Cost cost, boolean isFresh, List<String> arguments)
{
    /** What a row compares; smaller is better. */
    enum Cost
    {
        /** CPU time of the whole broker process per delivered message. */
        CPU_PER_DELIVERY("CPU per delivery", "µs"),
        /** CPU time of the whole broker process per connection made and closed again. */
        CPU_PER_CONNECT("CPU per connect", "µs"),
        /** Resident memory per connection that only exists. */
        MEMORY_PER_CONNECTION("memory per connection", "KiB");

        private final String label;
        private final String unit;

        Cost(final String label, final String unit)
        {
            this.label = label;
            this.unit = unit;
        }

        String label()
        {
            return label;
        }

        String unit()
        {
            return unit;
        }
    }

    /** All rows, in the order of the tables. */
    static final List<Case> ALL = List.of(
        messages("p2p-q0", "32 → 32, QoS 0, 64 B", "p2p", "-q", "0"),
        messages("p2p-q1", "32 → 32, QoS 1, 3.1.1", "p2p", "-q", "1"),
        messages("p2p-q2", "32 → 32, QoS 2, 3.1.1", "p2p", "-q", "2"),
        messages("p2p-q1-v5", "32 → 32, QoS 1, MQTT 5", "p2p", "-q", "1", "-V", "5"),
        messages("p2p-q2-v5", "32 → 32, QoS 2, MQTT 5", "p2p", "-q", "2", "-V", "5"),
        messages("fan-out-q0", "fan-out 1 → 500, QoS 0", "fan-out", "--subscribers", "500", "-q", "0"),
        messages("fan-out-q1", "fan-out 2 → 200, QoS 1", "fan-out", "--publishers", "2", "--subscribers", "200",
            "-q", "1"),
        messages("fan-in-q0", "fan-in 500 → 1, QoS 0", "fan-in", "-q", "0"),
        messages("shared-q1", "shared group 50 → 10, QoS 1", "shared", "-q", "1"),
        messages("p2p-1k", "32 → 32, QoS 0, 1 KiB", "p2p", "-q", "0", "-s", "1024"),
        messages("p2p-16k", "32 → 32, QoS 0, 16 KiB", "p2p", "-q", "0", "-s", "16384"),
        messages("persistent-q1", "32 → 32, QoS 1, persistent sessions", "p2p", "-q", "1", "--persistent"),
        messages("open-20k", "20,000/s open loop, QoS 0", "p2p", "-q", "0", "--rate", "20000"),
        messages("filters-100k", "32 → 32, QoS 0, 100,000 other filters", "p2p", "-q", "0",
            "--background-clients", "100", "--background-filters", "100000"),
        new Case("idle", "5,000 idle connections", Cost.MEMORY_PER_CONNECTION, true,
            List.of("idle", "--clients", "5000", "--warm-up", "0")),
        new Case("connect", "connect and disconnect", Cost.CPU_PER_CONNECT, false, List.of("connect")));

    /**
     * @param name of a row.
     * @return the row.
     * @throws IllegalArgumentException if there is none.
     */
    static Case find(final String name)
    {
        return ALL.stream().filter(row -> row.name.equals(name)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no scenario '" + name + "'; --list shows them"));
    }

    private static Case messages(final String name, final String title, final String... arguments)
    {
        return new Case(name, title, Cost.CPU_PER_DELIVERY, false, List.of(arguments));
    }
}
