package dev.ganglion.room.search;

import dev.ganglion.protocol.json.JsonObject;

import java.util.List;
import java.util.Optional;

/** The body of {@code /search}. */
record SearchRequest(Optional<Categories> searchCategories) {
    record Categories(Optional<RoomEvents> roomEvents) {}

    record RoomEvents(
            Optional<String> searchTerm,
            Optional<List<String>> keys,
            Optional<JsonObject> filter,
            Optional<String> orderBy,
            Optional<EventContext> eventContext,
            Optional<Boolean> includeState,
            Optional<Groupings> groupings) {}

    record EventContext(
            Optional<Integer> beforeLimit,
            Optional<Integer> afterLimit,
            Optional<Boolean> includeProfile) {}

    record Groupings(Optional<List<Grouping>> groupBy) {}

    record Grouping(Optional<String> key) {}
}
