package dev.ganglion.protocol.event;

import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;
import java.util.stream.Stream;

/** A topic without its markup, from an event's content. Client-server API, {@code m.room.topic}. */
public final class PlainTopic {
    private static final String PLAIN = "text/plain";

    private PlainTopic() {}

    /** The first plain text of {@code m.topic}, else {@code topic}; an empty text is none. */
    public static Optional<String> of(JsonObject content) {
        return texts(content)
                .findFirst()
                .or(() -> content.string("topic"))
                .filter(text -> !text.isEmpty());
    }

    /** The plain texts of {@code m.topic}; one without a type is plain. */
    public static Stream<String> texts(JsonObject content) {
        return content.object("m.topic")
                .flatMap(topic -> topic.array("m.text"))
                .orElse(JsonArray.EMPTY)
                .objects()
                .filter(text -> text.string("mimetype").orElse(PLAIN).equals(PLAIN))
                .flatMap(text -> text.string("body").stream());
    }
}
