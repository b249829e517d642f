package dev.ganglion.room.search;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.web.RawJson;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The answer of {@code /search}. */
record SearchResponse(Categories searchCategories) {
    static final SearchResponse NOTHING_ASKED =
            new SearchResponse(new Categories(Optional.empty()));

    static SearchResponse of(RoomEvents results) {
        return new SearchResponse(new Categories(Optional.of(results)));
    }

    record Categories(Optional<RoomEvents> roomEvents) {}

    /**
     * What was found.
     *
     * @param groups by the kind of group and its name
     * @param state by the room's ID
     */
    record RoomEvents(
            long count,
            List<String> highlights,
            List<Result> results,
            Optional<Map<String, Map<String, Group>>> groups,
            Optional<Map<String, List<RawJson>>> state,
            Optional<String> nextBatch) {}

    record Result(double rank, RawJson result, Optional<Context> context) {}

    record Context(
            String start,
            String end,
            List<RawJson> eventsBefore,
            List<RawJson> eventsAfter,
            Optional<Map<String, JsonObject>> profileInfo) {}

    record Group(List<String> results, int order, Optional<String> nextBatch) {}
}
