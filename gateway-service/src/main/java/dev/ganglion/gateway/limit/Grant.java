package dev.ganglion.gateway.limit;

import java.time.Duration;

/**
 * A bucket's answer.
 *
 * @param tokens how many requests it lets through; 0 where this bucket or another one refuses
 * @param retryAfter for the bucket that refuses, when the next one will be let through
 */
record Grant(int tokens, Duration retryAfter) {
    /** Of a bucket that would not refuse, beside one that does. */
    static final Grant UNTOUCHED = new Grant(0, Duration.ZERO);

    static Grant of(int tokens) {
        return new Grant(tokens, Duration.ZERO);
    }

    boolean isRefusal() {
        return retryAfter.isPositive();
    }
}
