package dev.ganglion.room.space;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.head.RoomNid;
import dev.ganglion.room.space.SpacePageRepository.Progress;
import dev.ganglion.room.summary.RoomOutline;
import dev.ganglion.room.summary.RoomOutlines;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pages through the rooms below a space. */
@Service
class HierarchyService {
    /** All pages of one space together: each keeps the rooms of those before it. */
    private static final int MOST_ROOMS = 20_000;

    private final SpacePageRepository pages;
    private final RoomOutlines outlines;
    private final HierarchyExplorer explorer;
    private final HierarchyRooms rooms;

    HierarchyService(
            SpacePageRepository pages,
            RoomOutlines outlines,
            HierarchyExplorer explorer,
            HierarchyRooms rooms) {
        this.pages = pages;
        this.outlines = outlines;
        this.explorer = explorer;
        this.rooms = rooms;
    }

    /** The body of {@code /hierarchy}. */
    record Hierarchy(List<JsonObject> rooms, Optional<String> nextBatch) {}

    /** Where a page begins: at the space itself, or where another page has ended. */
    private record Beginning(RoomOutline space, Set<RoomNid> given, HierarchyWalk walk) {}

    /** The space that is asked for, and it and others by their IDs. */
    private record Visible(RoomOutline space, Map<RoomId, RoomOutline> all) {}

    /**
     * A page for a reader. {@code M_FORBIDDEN} in the words of an unknown room when the reader may
     * not look at the space, {@code M_INVALID_PARAM} for tokens of another query.
     */
    Mono<Hierarchy> page(RoomId space, UserId reader, HierarchyQuery query) {
        return beginning(space, reader, query)
                .flatMap(
                        beginning ->
                                explorer.explore(beginning.walk(), reader, query.isSuggestedOnly())
                                        .flatMap(
                                                page ->
                                                        rooms.show(
                                                                page,
                                                                reader,
                                                                query.isSuggestedOnly()))
                                        .flatMap(shown -> answer(beginning, shown, reader, query)));
    }

    private Mono<Beginning> beginning(RoomId space, UserId reader, HierarchyQuery query) {
        return query.from().isPresent()
                ? pages.find(query.from().get(), reader, space, query)
                        .switchIfEmpty(Mono.error(HierarchyService::unknownToken))
                        .flatMap(progress -> continued(space, reader, query, progress))
                : visible(space, List.of(), reader).map(found -> begun(found.space(), query));
    }

    private static Beginning begun(RoomOutline space, HierarchyQuery query) {
        return new Beginning(space, Set.of(), HierarchyWalk.from(space, query));
    }

    private Mono<Beginning> continued(
            RoomId space, UserId reader, HierarchyQuery query, Progress progress) {
        return visible(space, progress.frames(), reader)
                .map(
                        found ->
                                new Beginning(
                                        found.space(),
                                        progress.given(),
                                        HierarchyWalk.after(
                                                branches(progress.frames(), found),
                                                progress.given(),
                                                query)));
    }

    /** Of spaces that the reader has lost sight of since, no more is shown. */
    private static List<Branch> branches(List<Frame> frames, Visible found) {
        return frames.stream()
                .flatMap(
                        frame ->
                                Optional.ofNullable(found.all().get(frame.space()))
                                        .map(space -> Branch.after(frame, space))
                                        .stream())
                .toList();
    }

    private Mono<Visible> visible(RoomId space, List<Frame> frames, UserId reader) {
        List<String> wanted = new ArrayList<>();
        wanted.add(space.value());
        frames.forEach(frame -> wanted.add(frame.space().value()));
        return outlines.listVisible(wanted, reader)
                .collectMap(outline -> outline.room().roomId())
                .flatMap(
                        all ->
                                Mono.justOrEmpty(all.get(space))
                                        .map(found -> new Visible(found, all)))
                .switchIfEmpty(Mono.error(RoomHeads::notInRoom));
    }

    private Mono<Hierarchy> answer(
            Beginning beginning, HierarchyRooms.Shown shown, UserId reader, HierarchyQuery query) {
        HierarchyPage page = shown.page();
        Set<RoomNid> given = new HashSet<>(beginning.given());
        page.rooms().forEach(room -> given.add(room.room().nid()));
        return Mono.justOrEmpty(page.next())
                .filter(_ -> given.size() < MOST_ROOMS)
                .map(frames -> new Progress(frames, given))
                .flatMap(next -> pages.save(reader, beginning.space().room(), query, next))
                .map(token -> new Hierarchy(shown.rooms(), Optional.of(token)))
                .defaultIfEmpty(new Hierarchy(shown.rooms(), Optional.empty()));
    }

    private static MatrixException unknownToken() {
        return MatrixException.invalidParam(
                "from is no token of this server for this space, max_depth and suggested_only");
    }
}
