package io.maxmq.tools.bench.plan;

import java.util.List;

/**
 * The use cases of the Open MQTT Benchmark Suite (github.com/emqx/mqttbs) for a single node, at full and at tenth
 * scale. All publish 16 bytes at QoS 1 at a rate, with keep alive 300 s and clean sessions. The full scale needs up to
 * a million file descriptors and several source addresses.
 *
 * @param name        on the command line.
 * @param scenario    its shape.
 * @param publishers  that send.
 * @param subscribers that receive, or clients that only connect.
 * @param rate        messages published a second, of all publishers together.
 * @param connectRate connections a second while the clients come.
 * @param version     of MQTT that the suite asks for.
 */
public record Workload(
    String name, Scenario scenario, int publishers, int subscribers, double rate, double connectRate, int version)
{
    /** Payload of every message. */
    public static final int PAYLOAD_BYTES = 16;
    /** Quality of service of every message. */
    public static final int QOS = 1;
    /** Keep alive of every client. */
    public static final int KEEP_ALIVE_SECONDS = 300;

    private static final List<Workload> ALL = List.of(
        new Workload("singlenode-conn-tcp-1M-5K", Scenario.IDLE, 0, 1_000_000, 0, 5_000, 4),
        new Workload("singlenode-fanout-5-1000-5-250K", Scenario.FAN_OUT, 5, 1_000, 250, 0, 4),
        new Workload("singlenode-p2p-50K-50K-50K-50K", Scenario.P2P, 50_000, 50_000, 50_000, 0, 4),
        new Workload("singlenode-sharesub-50K-500-50K-50K", Scenario.SHARED, 50_000, 500, 50_000, 0, 5),
        new Workload("tenth-conn-tcp-100K-5K", Scenario.IDLE, 0, 100_000, 0, 5_000, 4),
        new Workload("tenth-fanout-5-100-5-25K", Scenario.FAN_OUT, 5, 100, 250, 0, 4),
        new Workload("tenth-p2p-5K-5K-5K-5K", Scenario.P2P, 5_000, 5_000, 5_000, 0, 4),
        new Workload("tenth-sharesub-5K-50-5K-5K", Scenario.SHARED, 5_000, 50, 5_000, 0, 5));

    /**
     * @return all of them.
     */
    public static List<Workload> all()
    {
        return ALL;
    }

    /**
     * @param name as written on the command line.
     * @return the workload, or null if there is none of this name.
     */
    public static Workload find(final String name)
    {
        return ALL.stream().filter(workload -> workload.name.equals(name)).findFirst().orElse(null);
    }
}
