package dev.ganglion.sync.pushgateway;

import java.time.Duration;
import java.util.Optional;

/** How long a pusher is left alone after failures. */
record Pause(Duration max) {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 20;

    /**
     * Twice as long after each failure, a fifth more or less; never shorter than the gateway asks
     * for, but up to a fifth longer. Within the maximum, but for that fifth.
     *
     * @param failures in a row before this one
     * @param wanted by the gateway
     * @param chance from 0 to 1, so that not all come back at once
     */
    Duration after(int failures, Optional<Duration> wanted, double chance) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        Duration own = bounded(doubled, 0.8 + 0.4 * chance);
        return wanted.map(pause -> bounded(pause, 1 + 0.2 * chance))
                .filter(pause -> pause.compareTo(own) > 0)
                .orElse(own);
    }

    private Duration bounded(Duration pause, double factor) {
        Duration shorter = pause.compareTo(max) < 0 ? pause : max;
        return Duration.ofMillis(Math.round(shorter.toMillis() * factor));
    }
}
