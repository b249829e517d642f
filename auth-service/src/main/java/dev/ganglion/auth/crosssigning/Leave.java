package dev.ganglion.auth.crosssigning;

import reactor.core.publisher.Mono;

/** What lets keys take the place of others. */
sealed interface Leave {
    /** Nothing: only what replaces no key is stored. */
    record None() implements Leave {}

    /** Somebody has proved who they are, or need not. */
    record Proven() implements Leave {}

    /**
     * Leave that is good once.
     *
     * @param use uses it up in the transaction that replaces the keys; whether there was any
     */
    record Once(Mono<Boolean> use) implements Leave {}
}
