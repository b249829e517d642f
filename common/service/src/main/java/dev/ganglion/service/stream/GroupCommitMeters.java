package dev.ganglion.service.stream;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a group commit shows of itself. */
final class GroupCommitMeters {
    private static final String STREAM = "stream";

    private final DistributionSummary batchSize;
    private final Timer duration;

    GroupCommitMeters(String name, AtomicInteger queued, MeterRegistry registry) {
        this.batchSize =
                DistributionSummary.builder("ganglion.group.commit.batch")
                        .description("How many writes share a transaction")
                        .baseUnit("writes")
                        .tag(STREAM, name)
                        .register(registry);
        this.duration =
                Timer.builder("ganglion.group.commit.duration")
                        .description("How long a batch takes, its commit included")
                        .publishPercentileHistogram()
                        .tag(STREAM, name)
                        .register(registry);
        Gauge.builder("ganglion.group.commit.queued", queued, AtomicInteger::get)
                .description("How many writes wait for the next batch")
                .baseUnit("writes")
                .tag(STREAM, name)
                .register(registry);
    }

    void committed(int writes, long nanos) {
        batchSize.record(writes);
        duration.record(nanos, TimeUnit.NANOSECONDS);
    }
}
