package dev.ganglion.gateway.limit;

import java.time.Duration;

/**
 * A bucket's answer.
 *
 * @param tokens how many requests it lets through; 0 is a refusal
 * @param retryAfter for a refusal, when the next one will be let through
 */
record Grant(int tokens, Duration retryAfter) {

    static Grant of(int tokens) {
        return new Grant(tokens, Duration.ZERO);
    }
}
