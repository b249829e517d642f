package dev.ganglion.gateway.limit;

import java.time.Duration;

/**
 * A bucket's answer.
 *
 * @param tokens how many requests it lets through
 * @param retryAfter when the next one will be let through, for an empty bucket; zero for one that
 *     grants, and for one that grants nothing because another bucket of the request is empty
 */
record Grant(int tokens, Duration retryAfter) {

    static Grant of(int tokens) {
        return new Grant(tokens, Duration.ZERO);
    }
}
