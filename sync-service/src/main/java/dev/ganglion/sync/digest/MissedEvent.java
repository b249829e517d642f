package dev.ganglion.sync.digest;

import dev.ganglion.protocol.json.JsonObject;

import java.time.Duration;
import java.util.Optional;

/**
 * What waits for a pusher, as it is now.
 *
 * @param age for how long it has waited
 * @param said the event, unless it is read, taken back or nothing for the user's eyes any more
 */
record MissedEvent(long position, Duration age, Optional<Said> said) {
    /** The event and its surroundings. */
    record Said(
            String eventId,
            String roomId,
            JsonObject event,
            Optional<String> senderName,
            Optional<String> roomName) {
        String sender() {
            return event.string("sender").orElse("");
        }

        String type() {
            return event.string("type").orElse("");
        }

        JsonObject content() {
            return event.object("content").orElse(JsonObject.EMPTY);
        }
    }

    boolean isMissed() {
        return said.isPresent();
    }
}
