package dev.ganglion.sync.digest;

import dev.ganglion.sync.push.Said;

import java.time.Duration;
import java.util.Optional;

/**
 * What waits for a pusher, as it is now.
 *
 * @param age for how long it has waited
 * @param said the event, unless it is read, taken back or nothing for the user's eyes any more
 */
record MissedEvent(long position, Duration age, Optional<Said> said) {
    boolean isMissed() {
        return said.isPresent();
    }
}
