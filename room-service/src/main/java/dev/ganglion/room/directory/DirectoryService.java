package dev.ganglion.room.directory;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.directory.DirectoryRepository.Listed;
import dev.ganglion.room.directory.DirectoryRepository.Page;
import dev.ganglion.room.directory.SummaryRepository.Outdated;
import dev.ganglion.room.summary.RoomSummaries;
import dev.ganglion.room.summary.RoomSummary;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages through the directory, after bringing up to date what it shows. */
@Service
class DirectoryService {
    private static final int OUTDATED_AT_ONCE = 200;
    private static final int READ_AT_ONCE = 50;

    private final DirectoryRepository directory;
    private final NetworkRoomRepository networkRooms;
    private final SummaryRepository outdated;
    private final RoomSummaries summaries;
    private final DirectoryFreshness freshness;

    DirectoryService(
            DirectoryRepository directory,
            NetworkRoomRepository networkRooms,
            SummaryRepository outdated,
            RoomSummaries summaries,
            DirectoryFreshness freshness) {
        this.directory = directory;
        this.networkRooms = networkRooms;
        this.outdated = outdated;
        this.summaries = summaries;
        this.freshness = freshness;
    }

    /** The body of {@code /publicRooms}. */
    record PublicRooms(
            List<JsonObject> chunk,
            Optional<String> nextBatch,
            Optional<String> prevBatch,
            long totalRoomCountEstimate) {}

    Mono<PublicRooms> page(DirectoryQuery query) {
        return freshness
                .ensure(refresh())
                .then(directory.list(query))
                .zipWith(
                        directory.count(query.networks()),
                        (found, total) -> answer(query, found, total));
    }

    /**
     * Puts a room in or takes it out. What is put in is shown at once, also by other replicas,
     * which hear nothing of it.
     */
    Mono<Void> setPublished(RoomId room, boolean isPublished) {
        return directory
                .setPublished(room, isPublished)
                .then(isPublished ? refresh().then() : Mono.empty());
    }

    /**
     * Puts a room in an application service's directory of a network, or takes it out of there.
     * Fails with {@code M_NOT_FOUND} for a room that does not exist.
     */
    Mono<Void> setPublished(NetworkRoom room, boolean isPublished) {
        return directory
                .findIsPublished(room.roomId())
                .switchIfEmpty(Mono.error(() -> MatrixException.notFound("There is no such room")))
                .then(isPublished ? networkRooms.add(room) : networkRooms.remove(room))
                .then(isPublished ? refresh().then() : Mono.empty());
    }

    /** Answers whether nothing is left to refresh. */
    private Mono<Boolean> refresh() {
        return outdated.listOutdated(OUTDATED_AT_ONCE)
                .collectList()
                .flatMap(
                        rooms ->
                                Flux.fromIterable(rooms)
                                        .buffer(READ_AT_ONCE)
                                        .concatMap(this::refresh)
                                        .then(Mono.just(rooms.size() < OUTDATED_AT_ONCE)));
    }

    private Mono<Void> refresh(List<Outdated> rooms) {
        return summaries
                .list(rooms.stream().map(Outdated::roomId).toList(), Optional.empty())
                .collectMap(summary -> summary.room().roomId())
                .flatMapMany(read -> Flux.fromIterable(rooms).concatMap(room -> save(room, read)))
                .then();
    }

    private Mono<Void> save(Outdated room, Map<RoomId, RoomSummary> read) {
        return Mono.justOrEmpty(read.get(room.roomId()))
                .flatMap(summary -> outdated.save(room, summary));
    }

    private static PublicRooms answer(DirectoryQuery query, Page found, long total) {
        boolean isMore = found.isMore();
        boolean isBackwards = query.place().isBackwards();
        boolean isFirst = isBackwards ? !isMore : query.place().equals(DirectoryPlace.BEGINNING);
        boolean isLast = !isBackwards && !isMore;
        List<Listed> rooms = isBackwards ? found.rooms().reversed() : found.rooms();
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
