package dev.ganglion.benchmark.load;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import java.time.Duration;

/** Recorded latencies, to a microsecond, three digits exact. */
public final class Latencies {
    private final Histogram micros =
            new ConcurrentHistogram(Duration.ofMinutes(5).toNanos() / 1_000, 3);

    public void record(long nanos) {
        micros.recordValue(Math.min(Math.max(0, nanos / 1_000), micros.getHighestTrackableValue()));
    }

    public void add(Latencies other) {
        micros.add(other.micros);
    }

    public long count() {
        return micros.getTotalCount();
    }

    /**
     * The latency that so many percent of the operations did not exceed.
     *
     * @param percentile from 0 to 100
     */
    public Duration at(double percentile) {
        return Duration.ofNanos(micros.getValueAtPercentile(percentile) * 1_000);
    }
}
