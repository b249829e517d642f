package dev.ganglion.room.search;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/**
 * An event as the index reads it.
 *
 * @param isLeftOut redacted, or sent when its room was encrypted
 */
record IndexedEvent(
        long position,
        long roomNid,
        String type,
        Optional<String> stateKey,
        boolean isLeftOut,
        JsonObject event) {
    private JsonObject content() {
        return event.object("content").orElse(JsonObject.EMPTY);
    }

    /** What is searched in it; empty for nothing. */
    Optional<Text> text() {
        return SearchKey.of(type, stateKey)
                .filter(_ -> !isLeftOut)
                .map(key -> new Text(position, roomNid, key, key.text(content())));
    }

    /** The event that it takes the content from; in room version 11 it says so in its content. */
    Optional<String> redacts() {
        return type.equals(EventTypes.REDACTION)
                ? content().string("redacts").or(() -> event.string("redacts"))
                : Optional.empty();
    }

    /** What is searched in an event. */
    record Text(long position, long roomNid, SearchKey key, String text) {}
}
