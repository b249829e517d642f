package dev.ganglion.room.delayedevent;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import java.util.concurrent.atomic.AtomicLong;

/** What delayed events show of themselves. */
@Component
class DelayedEventMeters {
    private final AtomicLong scheduled = new AtomicLong();
    private final Counter sent;
    private final Counter cancelled;
    private final Counter failed;
    private final Counter repeated;

    DelayedEventMeters(MeterRegistry meters) {
        Gauge.builder("ganglion.delayed.events.scheduled", scheduled, AtomicLong::get)
                .description("How many delayed events wait, on all replicas together")
                .baseUnit("events")
                .register(meters);
        this.sent = counter(meters, "sent", "Delayed events that were sent");
        this.cancelled =
                counter(
                        meters,
                        "cancelled",
                        "Delayed events that were cancelled, or overtaken by other state");
        this.failed = counter(meters, "failed", "Delayed events that could not be sent");
        this.repeated =
                counter(meters, "repeated", "Attempts at sending that have to be made again");
    }

    private static Counter counter(MeterRegistry meters, String what, String description) {
        return Counter.builder("ganglion.delayed.events." + what)
                .description(description)
                .register(meters);
    }

    void scheduled(long events) {
        scheduled.set(events);
    }

    void cancelled(long events) {
        cancelled.increment((double) events);
    }

    void repeated() {
        repeated.increment();
    }

    /** Counts what became of an event whose time had come, or that somebody wanted sent. */
    void ended(Ending ending) {
        if (ending.isSent()) {
            sent.increment();
        } else if (ending.isOvertaken()) {
            cancelled.increment();
        } else {
            failed.increment();
        }
    }
}
