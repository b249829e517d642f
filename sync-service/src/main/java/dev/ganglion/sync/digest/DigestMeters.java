package dev.ganglion.sync.digest;

import dev.ganglion.sync.digest.DigestMailer.Outcome;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/** What became of digests. */
@Component
class DigestMeters {
    private final Counter sent;
    private final Counter refused;
    private final Counter failed;

    DigestMeters(MeterRegistry meters) {
        this.sent = counter(meters, "sent", "Mails about missed messages that went out");
        this.refused = counter(meters, "refused", "Those that mail servers refused");
        this.failed = counter(meters, "failed", "Attempts that failed");
    }

    void count(Outcome outcome) {
        switch (outcome) {
            case SENT -> sent.increment();
            case REFUSED -> refused.increment();
            case FAILED, UNKNOWN -> failed.increment();
            case GONE -> {
                // A pusher less, and no mail.
            }
        }
    }

    private static Counter counter(MeterRegistry meters, String what, String description) {
        return Counter.builder("ganglion.digests." + what)
                .description(description)
                .register(meters);
    }
}
