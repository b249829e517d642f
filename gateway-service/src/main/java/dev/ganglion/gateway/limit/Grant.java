package dev.ganglion.gateway.limit;

import java.time.Duration;

/** A bucket's answer to a request that needs a token of it. */
sealed interface Grant {
    /**
     * Lets requests through, as do all the other buckets of the request.
     *
     * @param tokens how many, at least one
     */
    record Taken(int tokens) implements Grant {}

    /**
     * Refuses.
     *
     * @param retryAfter when the next one will be let through
     */
    record Refused(Duration retryAfter) implements Grant {}

    /** Would not refuse, but another bucket of the request does. */
    record Untouched() implements Grant {}
}
