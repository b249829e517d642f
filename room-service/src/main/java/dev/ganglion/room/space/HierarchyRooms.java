package dev.ganglion.room.space;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomNid;
import dev.ganglion.room.summary.RoomOutline;
import dev.ganglion.room.summary.RoomSummaries;
import dev.ganglion.room.summary.RoomSummary;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Adds to the rooms of a page what they show: their summaries, and spaces their children. */
@Component
class HierarchyRooms {
    /** A space with more children shows the first of them; the pages hold them all. */
    private static final int MOST_CHILDREN = 1_000;

    private static final long MOST_BYTES = 2_000_000;

    private final SpaceChildRepository children;
    private final RoomSummaries summaries;

    HierarchyRooms(SpaceChildRepository children, RoomSummaries summaries) {
        this.children = children;
        this.summaries = summaries;
    }

    /** A page with the bodies of its rooms. */
    record Shown(HierarchyPage page, List<JsonObject> rooms) {}

    /** Shortens the page when its spaces have more to show than fits into one response. */
    Mono<Shown> show(HierarchyPage page, boolean isSuggestedOnly) {
        List<RoomNid> spaces =
                page.rooms().stream()
                        .filter(RoomOutline::isSpace)
                        .map(space -> space.room().nid())
                        .toList();
        return children.show(spaces, isSuggestedOnly, MOST_CHILDREN, MOST_BYTES)
                .collectList()
                .flatMap(shown -> withSummaries(fitting(page, shown), shown));
    }

    private Mono<Shown> withSummaries(
            HierarchyPage page, List<SpaceChildRepository.Shown> children) {
        Map<RoomNid, List<JsonObject>> bySpace =
                children.stream()
                        .collect(
                                Collectors.groupingBy(
                                        SpaceChildRepository.Shown::space,
                                        Collectors.mapping(
                                                SpaceChildRepository.Shown::event,
                                                Collectors.toList())));
        return summaries
                .list(page.rooms().stream().map(room -> room.room().roomId()).toList())
                .collectMap(summary -> summary.room().roomId(), RoomSummary::json)
                .map(found -> new Shown(page, bodies(page, found, bySpace)));
    }

    /** Ends before the space whose children were cut off, unless it is the first. */
    private static HierarchyPage fitting(
            HierarchyPage page, List<SpaceChildRepository.Shown> children) {
        return children.isEmpty() || children.getLast().bytes() < MOST_BYTES
                ? page
                : page.shortenedTo(placeOf(children.getLast().space(), page));
    }

    private static int placeOf(RoomNid space, HierarchyPage page) {
        return page.rooms().stream().map(room -> room.room().nid()).toList().indexOf(space);
    }

    private static List<JsonObject> bodies(
            HierarchyPage page,
            Map<RoomId, JsonObject> summaries,
            Map<RoomNid, List<JsonObject>> children) {
        return page.rooms().stream()
                .flatMap(
                        room ->
                                Optional.ofNullable(summaries.get(room.room().roomId()))
                                        .map(summary -> body(summary, room, children))
                                        .stream())
                .toList();
    }

    private static JsonObject body(
            JsonObject summary, RoomOutline room, Map<RoomNid, List<JsonObject>> children) {
        List<JsonObject> shown = children.getOrDefault(room.room().nid(), List.of());
        return summary.with("children_state", new JsonArray(List.copyOf(shown)));
    }
}
