package dev.ganglion.room.directory;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.json.JsonObject;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the directory shows of a room: its name, topic and so on, read from its state.
 *
 * @param json the fields of a {@code PublishedRoomsChunk}, but for the room's ID and its number of
 *     members
 * @param searchText what a search looks through, in lower case
 */
record RoomSummary(JsonObject json, String searchText, Optional<String> roomType) {
    /** The state that a summary is made of; all with an empty state key. */
    static final List<String> TYPES =
            List.of(
                    EventTypes.CREATE,
                    EventTypes.NAME,
                    EventTypes.TOPIC,
                    EventTypes.CANONICAL_ALIAS,
                    EventTypes.AVATAR,
                    EventTypes.JOIN_RULES,
                    EventTypes.GUEST_ACCESS,
                    EventTypes.HISTORY_VISIBILITY);

    /** Reads the current events of those types. */
    static RoomSummary of(Map<String, PduEvent> state) {
        Optional<String> name = text(state, EventTypes.NAME, "name");
        Optional<String> topic = text(state, EventTypes.TOPIC, "topic");
        Optional<String> alias = text(state, EventTypes.CANONICAL_ALIAS, "alias");
        Optional<String> type = text(state, EventTypes.CREATE, "type");
        JsonObject json =
                JsonObject.builder()
                        .putIfPresent("name", name)
                        .putIfPresent("topic", topic)
                        .putIfPresent("canonical_alias", alias)
                        .putIfPresent("avatar_url", text(state, EventTypes.AVATAR, "url"))
                        .putIfPresent("join_rule", text(state, EventTypes.JOIN_RULES, "join_rule"))
                        .putIfPresent("room_type", type)
                        .put(
                                "guest_can_join",
                                says(state, EventTypes.GUEST_ACCESS, "guest_access", "can_join"))
                        .put(
                                "world_readable",
                                says(
                                        state,
                                        EventTypes.HISTORY_VISIBILITY,
                                        "history_visibility",
                                        "world_readable"))
                        .build();
        String searchText =
                Stream.of(name, topic, alias)
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining("\n"))
                        .toLowerCase(Locale.ROOT);
        return new RoomSummary(json, searchText, type);
    }

    /** An empty text is none; NUL cannot be kept. */
    private static Optional<String> text(Map<String, PduEvent> state, String type, String key) {
        return Optional.ofNullable(state.get(type))
                .map(PduEvent::content)
                .flatMap(content -> content.string(key))
                .map(value -> value.replace("\0", ""))
                .filter(value -> !value.isEmpty());
    }

    private static boolean says(
            Map<String, PduEvent> state, String type, String key, String value) {
        return text(state, type, key).filter(found -> Objects.equals(found, value)).isPresent();
    }
}
