package dev.ganglion.room.summary;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/** A topic without its markup. Client-server API, {@code m.room.topic}. */
final class PlainTopic {
    private static final String PLAIN = "text/plain";

    private PlainTopic() {}

    /** The first plain text of {@code m.topic}, else {@code topic}; an empty text is none. */
    static Optional<String> of(JsonObject content) {
        return content.object("m.topic")
                .flatMap(topic -> topic.array("m.text"))
                .orElse(JsonArray.EMPTY)
                .objects()
                .filter(text -> text.string("mimetype").orElse(PLAIN).equals(PLAIN))
                .flatMap(text -> text.string("body").stream())
                .findFirst()
                .or(() -> content.string("topic"))
                .filter(text -> !text.isEmpty());
    }
}
