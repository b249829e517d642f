package dev.ganglion.sync.push;

import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/**
 * An event that a pusher is told of, with its surroundings as they are now.
 *
 * @param event as it is stored
 */
public record Said(
        String eventId,
        String roomId,
        JsonObject event,
        Optional<String> senderName,
        Optional<String> roomName,
        Optional<String> roomAlias) {
    public String sender() {
        return event.string("sender").orElse("");
    }

    public String type() {
        return event.string("type").orElse("");
    }

    public JsonObject content() {
        return event.object("content").orElse(JsonObject.EMPTY);
    }
}
