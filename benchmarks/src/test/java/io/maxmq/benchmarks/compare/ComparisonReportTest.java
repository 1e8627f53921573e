package io.maxmq.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class ComparisonReportTest
{
    private static final String RUN = """
        {"setup": {"clients": 100, "brokerRssBeforeBytes": 1048576, "brokerRssAfterBytes": 1253376},
         "measured": {"deliveredPerSecond": 1000.5}, "broker": {"cpuNsPerDelivered": 550.0, "rssBytes": 2097152},
         "latency": {"count": 5, "p50Ns": 36000, "p99.9Ns": 2800000},
         "counters": {"lost": %d, "duplicates": 0, "reordered": 0, "corrupt": 0, "misrouted": 0, "refused": 0},
         "verified": %s, "failure": null}
        """;

    private final Results results = new Results(List.of(Case.find("p2p-q0"), Case.find("idle")),
        List.of("a", "b"), "b");

    @Test
    void shouldReadWhatTheLoadToolWrites()
    {
        final Measurement measurement = Measurement.of(Case.find("p2p-q0"), json(0));

        assertEquals(0.55, measurement.cost());
        assertEquals(1000.5, measurement.ratePerSecond());
        assertEquals(36, measurement.p50Us());
        assertEquals(2800, measurement.p999Us());
        assertEquals(2, measurement.rssMib());
        assertNull(measurement.problem());
        assertEquals(2, Measurement.of(Case.find("idle"), json(0)).cost());
    }

    @Test
    void shouldTellWhyARunIsNotVerified()
    {
        assertEquals("512 lost", Measurement.of(Case.find("p2p-q0"), json(512)).problem());
    }

    @Test
    void shouldShowMediansAndRatiosToTheBaseline()
    {
        final Case row = Case.find("p2p-q0");
        for (final double cost : new double[]{0.4, 0.5, 0.6})
        {
            results.add(row, "a", new Measurement(cost, 2000, 10, 20, 30, null));
            results.add(row, "b", new Measurement(cost * 2, 1000, 10, 20, 30, "1 lost"));
        }
        results.addStart("a", 300, 100);
        final ComparisonReport report = new ComparisonReport(results, "three times");

        assertTrue(report.markdown().contains("| a | 0.50 (0.40–0.60) µs | 0.50 (0.50–0.50) | 2,000"));
        assertTrue(report.text().contains("NO: 1 lost"));
        final Config json = ConfigFactory.parseString(report.json());
        assertEquals(0.5, json.getConfigList("rows").get(0).getDouble("ratioMedian"));
    }

    private static Config json(final int lost)
    {
        return ConfigFactory.parseString(RUN.formatted(lost, lost == 0));
    }
}
