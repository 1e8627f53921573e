package io.maxmq.tools.bench.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Writes the interval histograms in the format of HdrHistogram's log, which HistogramLogAnalyzer and others read.
 * Values are nanoseconds.
 */
public final class HlogWriter
{
    private HlogWriter()
    {
    }

    /**
     * @param file      to write.
     * @param comment   first line.
     * @param startMs   wall clock at the beginning of the measurement.
     * @param intervals with start and end in milliseconds since that beginning.
     * @throws IOException if it cannot be written.
     */
    public static void write(
        final Path file, final String comment, final long startMs, final List<Histogram> intervals) throws IOException
    {
        try (PrintStream out = new PrintStream(Files.newOutputStream(file)))
        {
            final HistogramLogWriter writer = new HistogramLogWriter(out);
            writer.outputComment(comment);
            writer.outputLogFormatVersion();
            writer.outputStartTime(startMs);
            writer.setBaseTime(startMs);
            writer.outputLegend();
            for (final Histogram interval : intervals)
            {
                writer.outputIntervalHistogram(
                    interval.getStartTimeStamp() / 1000.0,
                    interval.getEndTimeStamp() / 1000.0,
                    interval,
                    1_000_000.0);
            }
        }
    }
}
