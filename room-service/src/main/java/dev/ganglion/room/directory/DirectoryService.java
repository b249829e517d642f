package dev.ganglion.room.directory;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.directory.DirectoryRepository.Listed;
import dev.ganglion.room.directory.SummaryRepository.Outdated;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pages through the directory, after bringing up to date what it shows. */
@Service
class DirectoryService {
    private static final int OUTDATED_AT_ONCE = 200;

    private final DirectoryRepository directory;
    private final SummaryRepository summaries;

    DirectoryService(DirectoryRepository directory, SummaryRepository summaries) {
        this.directory = directory;
        this.summaries = summaries;
    }

    /** The body of {@code /publicRooms}. */
    record PublicRooms(
            List<JsonObject> chunk,
            Optional<String> nextBatch,
            Optional<String> prevBatch,
            long totalRoomCountEstimate) {}

    Mono<PublicRooms> page(DirectoryQuery query) {
        return refresh()
                .then(directory.list(query, query.limit() + 1))
                .zipWith(directory.countPublished(), (found, total) -> answer(query, found, total));
    }

    /** Rooms change their names rarely: mostly there is nothing to do. */
    private Mono<Void> refresh() {
        return summaries
                .listOutdated(OUTDATED_AT_ONCE)
                .collectList()
                .flatMapIterable(Function.identity())
                .concatMap(this::refresh)
                .then();
    }

    private Mono<Void> refresh(Outdated room) {
        return summaries
                .listState(room)
                .collectMap(PduEvent::type)
                .flatMap(state -> summaries.save(room, RoomSummary.of(state)));
    }

    private static PublicRooms answer(DirectoryQuery query, List<Listed> found, long total) {
        boolean isMore = found.size() > query.limit();
        List<Listed> nearest = isMore ? found.subList(0, query.limit()) : found;
        boolean isBackwards = query.place().isBackwards();
        boolean isFirst = isBackwards ? !isMore : query.place().equals(DirectoryPlace.BEGINNING);
        boolean isLast = !isBackwards && !isMore;
        List<Listed> rooms = isBackwards ? nearest.reversed() : nearest;
        return new PublicRooms(
                rooms.stream().map(Listed::chunk).toList(),
                isLast || rooms.isEmpty()
                        ? Optional.empty()
                        : Optional.of(rooms.getLast().after().toString()),
                isFirst || rooms.isEmpty()
                        ? Optional.empty()
                        : Optional.of(rooms.getFirst().before().toString()),
                total);
    }
}
