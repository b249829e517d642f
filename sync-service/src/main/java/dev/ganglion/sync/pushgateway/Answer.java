package dev.ganglion.sync.pushgateway;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What became of a request to a push gateway. */
sealed interface Answer {
    /**
     * The gateway has it.
     *
     * @param rejected push keys that mean nothing to it any more
     */
    record Taken(Set<String> rejected) implements Answer {}

    /** The same would be refused again: this push is lost, others may not be. */
    record Refused(int status) implements Answer {}

    /**
     * It may work later.
     *
     * @param pause for how long the gateway wants to be left alone
     */
    record Failed(String why, Optional<Duration> pause) implements Answer {}
}
