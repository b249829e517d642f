package dev.ganglion.sync.pushgateway;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.sync.push.Said;

import java.util.Optional;

/**
 * What a pusher is told of next, as it is now.
 *
 * @param said empty when it is no news to the user any more, or nothing for their eyes
 */
record DueEvent(long position, JsonObject tweaks, Optional<Said> said) {
    boolean isWanted() {
        return said.isPresent();
    }
}
