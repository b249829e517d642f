package dev.ganglion.room.visibility;

import dev.ganglion.protocol.json.JsonObject;

import java.util.List;
import java.util.Optional;

/** What was said in a room, in order. */
record Told(String room, List<Message> messages) {
    /**
     * A message.
     *
     * @param text what it says, and what its sender is called from then on
     * @param token a pagination token that stands right after it
     * @param time when it was sent; no other event has the same
     */
    record Message(String id, String text, String token, long time) {}

    /** Which of the messages this event is. */
    Optional<Integer> indexOf(JsonObject event) {
        String id = event.string("event_id").orElseThrow();
        return messages.stream()
                .filter(message -> message.id().equals(id))
                .findFirst()
                .map(messages::indexOf);
    }
}
