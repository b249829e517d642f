package dev.ganglion.room.visibility;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.RoomCaller;

import java.util.List;
import java.util.Optional;

/** What the author said in a room, in order, each time with {@link #WORD}. */
record Told(String room, RoomCaller author, List<Message> messages) {
    static final String WORD = "spoken";

    /**
     * A message.
     *
     * @param text what it says besides, and what its sender is called from then on
     * @param token a pagination token that stands right after it
     * @param time when it was sent; no other event has the same
     */
    record Message(String id, String text, String token, long time) {}

    /** Which of the messages this event is. */
    Optional<Integer> indexOf(JsonObject event) {
        return indexOf(event.string("event_id").orElseThrow());
    }

    Optional<Integer> indexOf(String id) {
        return messages.stream()
                .filter(message -> message.id().equals(id))
                .findFirst()
                .map(messages::indexOf);
    }
}
