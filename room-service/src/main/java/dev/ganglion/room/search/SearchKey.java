package dev.ganglion.room.search;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PlainTopic;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A place in an event where text is searched; each type of event has one. The numbers stand in the
 * database.
 */
enum SearchKey {
    BODY(0, "content.body", EventTypes.MESSAGE) {
        @Override
        Stream<String> texts(JsonObject content) {
            return content.string("body").stream();
        }
    },
    NAME(1, "content.name", EventTypes.NAME) {
        @Override
        Stream<String> texts(JsonObject content) {
            return content.string("name").stream();
        }
    },
    TOPIC(2, "content.topic", EventTypes.TOPIC) {
        @Override
        Stream<String> texts(JsonObject content) {
            return Stream.concat(content.string("topic").stream(), PlainTopic.texts(content))
                    .distinct();
        }
    };

    private final int number;
    private final String key;
    private final String type;

    SearchKey(int number, String key, String type) {
        this.number = number;
        this.key = key;
        this.type = type;
    }

    int number() {
        return number;
    }

    String type() {
        return type;
    }

    /** Everything that can be read in the event, one text a line. */
    String text(JsonObject content) {
        return texts(content).collect(Collectors.joining("\n"));
    }

    abstract Stream<String> texts(JsonObject content);

    static SearchKey parse(String key) {
        return Arrays.stream(values())
                .filter(known -> known.key.equals(key))
                .findFirst()
                .orElseThrow(
                        () ->
                                MatrixException.invalidParam(
                                        "keys are content.body, content.name and content.topic"));
    }

    /** The key of a type of event; names and topics are state, messages are not. */
    static Optional<SearchKey> of(String type, Optional<String> stateKey) {
        return Arrays.stream(values())
                .filter(known -> known.type.equals(type))
                .filter(
                        known ->
                                stateKey.equals(known == BODY ? Optional.empty() : Optional.of("")))
                .findFirst();
    }
}
