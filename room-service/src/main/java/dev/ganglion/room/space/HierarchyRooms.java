package dev.ganglion.room.space;

import dev.ganglion.protocol.event.Erasure;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomNid;
import dev.ganglion.room.summary.RoomOutline;
import dev.ganglion.room.summary.RoomSummaries;
import dev.ganglion.room.summary.RoomSummary;
import dev.ganglion.service.erasure.ErasedUsers;

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
    private final ErasedUsers erasedUsers;

    HierarchyRooms(
            SpaceChildRepository children, RoomSummaries summaries, ErasedUsers erasedUsers) {
        this.children = children;
        this.summaries = summaries;
        this.erasedUsers = erasedUsers;
    }

    /** A page with the bodies of its rooms. */
    record Shown(HierarchyPage page, List<JsonObject> rooms) {}

    /** Shortens the page when its spaces have more to show than fits into one response. */
    Mono<Shown> show(HierarchyPage page, UserId reader, boolean isSuggestedOnly) {
        List<RoomNid> spaces =
                page.rooms().stream()
                        .filter(RoomOutline::isSpace)
                        .map(space -> space.room().nid())
                        .toList();
        return children.show(spaces, isSuggestedOnly, MOST_CHILDREN, MOST_BYTES)
                .collectList()
                .flatMap(shown -> withSummaries(fitting(page, shown), reader, shown));
    }

    private Mono<Shown> withSummaries(
            HierarchyPage page, UserId reader, List<SpaceChildRepository.Shown> children) {
        Map<RoomNid, List<JsonObject>> bySpace =
                children.stream()
                        .collect(
                                Collectors.groupingBy(
                                        SpaceChildRepository.Shown::space,
                                        Collectors.mapping(
                                                SpaceChildRepository.Shown::event,
                                                Collectors.toList())));
        return summaries
                .list(
                        page.rooms().stream().map(room -> room.room().roomId()).toList(),
                        Optional.of(reader))
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

    private List<JsonObject> bodies(
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

    private JsonObject body(
            JsonObject summary, RoomOutline room, Map<RoomNid, List<JsonObject>> children) {
        List<JsonObject> shown =
                children.getOrDefault(room.room().nid(), List.of()).stream()
                        .map(child -> shown(child, room))
                        .toList();
        return summary.with("children_state", new JsonArray(List.copyOf(shown)));
    }

    /** Of an erased user's what makes it a child, for everybody; the summaries were read later. */
    private JsonObject shown(JsonObject child, RoomOutline space) {
        return child.string("sender")
                .flatMap(UserId::tryParse)
                .filter(erasedUsers.known()::contains)
                .map(_ -> Erasure.erase(child, space.room().version()))
                .orElse(child);
    }
}
