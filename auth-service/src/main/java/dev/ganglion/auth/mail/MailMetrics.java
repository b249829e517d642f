package dev.ganglion.auth.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What became of the mails. */
final class MailMetrics {
    private final Counter sent;
    private final Counter refused;
    private final Counter failed;
    private final Counter overflown;
    private volatile boolean isWorking = true;

    MailMetrics(MeterRegistry meters) {
        this.sent = counter(meters, "sent");
        this.refused = counter(meters, "refused");
        this.failed = counter(meters, "failed");
        this.overflown = counter(meters, "overflown");
    }

    boolean isWorking() {
        return isWorking;
    }

    void sent() {
        sent.increment();
        isWorking = true;
    }

    /** The mail server works: it does not take this address. */
    void refused() {
        refused.increment();
        isWorking = true;
    }

    void failed() {
        failed.increment();
        isWorking = false;
    }

    void overflown() {
        overflown.increment();
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("ganglion.mail.mails").tag("outcome", outcome).register(meters);
    }
}
