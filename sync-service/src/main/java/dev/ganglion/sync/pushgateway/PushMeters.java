package dev.ganglion.sync.pushgateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import java.util.concurrent.atomic.AtomicLong;

/** What pushes show of themselves. */
@Component
class PushMeters {
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong oldestSeconds = new AtomicLong();
    private final Counter sent;
    private final Counter failed;
    private final Counter rejected;
    private final Counter dropped;

    PushMeters(MeterRegistry meters) {
        Gauge.builder("ganglion.push.waiting", waiting, AtomicLong::get)
                .description("Pushes that wait, of all replicas together")
                .register(meters);
        Gauge.builder("ganglion.push.oldest.age", oldestSeconds, AtomicLong::get)
                .description("For how long the oldest of them has waited")
                .baseUnit("seconds")
                .register(meters);
        this.sent = counter(meters, "sent", "Pushes that gateways have taken");
        this.failed = counter(meters, "failed", "Attempts that failed");
        this.rejected = counter(meters, "rejected", "Pushers whose keys gateways have rejected");
        this.dropped = counter(meters, "dropped", "Pushes that gateways refused");
    }

    private static Counter counter(MeterRegistry meters, String what, String description) {
        return Counter.builder("ganglion.push." + what).description(description).register(meters);
    }

    void waiting(long pushes, long ageSeconds) {
        waiting.set(pushes);
        oldestSeconds.set(ageSeconds);
    }

    void sent() {
        sent.increment();
    }

    void failed() {
        failed.increment();
    }

    void rejected() {
        rejected.increment();
    }

    void dropped() {
        dropped.increment();
    }
}
