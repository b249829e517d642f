package dev.ganglion.benchmark.load;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Counts long polls that come back with one message; none may do so before it, nor fail. */
public final class Woken {
    private final Latencies latencies = new Latencies();
    private final Errors errors = new Errors();
    private final CountDownLatch left;
    private volatile long sentAt;

    public Woken(int polls) {
        left = new CountDownLatch(polls);
    }

    /** The message is sent now. */
    public void begin() {
        sentAt = System.nanoTime();
    }

    public void answered() {
        if (sentAt == 0) {
            errors.add("back before the message");
        } else {
            latencies.record(System.nanoTime() - sentAt);
        }
        left.countDown();
    }

    public void failed(Throwable failure) {
        errors.add(failure);
        left.countDown();
    }

    /**
     * One is back, but not as it should be.
     *
     * @param kind of the error, as reports name it
     */
    public void failed(String kind) {
        errors.add(kind);
        left.countDown();
    }

    /** Until all are back; those that do not come in that time are errors. */
    public void await(Duration longest) {
        try {
            if (!left.await(longest.toSeconds(), TimeUnit.SECONDS)) {
                errors.add("never came back", left.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From the sending of the message. */
    public Latencies latencies() {
        return latencies;
    }

    public Errors errors() {
        return errors;
    }

    /** How long it is since the message was sent. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - sentAt);
    }
}
