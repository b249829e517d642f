package dev.ganglion.sync.pushgateway;

import java.time.Duration;
import java.util.Optional;

/** How long a pusher is left alone after failures. */
record Pause(Duration max) {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 20;

    /**
     * Twice as long after each failure, and as long as the gateway asks for, within the maximum; a
     * fifth more or less.
     *
     * @param failures in a row before this one
     * @param wanted by the gateway
     * @param chance from 0 to 1: a fifth more or less, so that not all come back at once
     */
    Duration after(int failures, Optional<Duration> wanted, double chance) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        Duration asked = wanted.filter(pause -> pause.compareTo(doubled) > 0).orElse(doubled);
        Duration bounded = asked.compareTo(max) < 0 ? asked : max;
        return Duration.ofMillis(Math.round(bounded.toMillis() * (0.8 + 0.4 * chance)));
    }
}
