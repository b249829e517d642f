package dev.ganglion.sync.pushgateway;

import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/**
 * What a pusher is told of next, as it is now.
 *
 * @param isWanted false when it is no news to the user any more, or nothing for their eyes
 */
record DueEvent(long position, boolean isWanted, JsonObject tweaks, Optional<Said> said) {
    /** The event and its surroundings. */
    record Said(
            String eventId,
            String roomId,
            JsonObject event,
            Optional<String> senderName,
            Optional<String> roomName,
            Optional<String> roomAlias) {
        String type() {
            return event.string("type").orElse("");
        }
    }
}
