package dev.ganglion.room.mutualrooms;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Client-server API, "Mutual rooms". The token of a page is the last room's ID. */
@RestController
class MutualRoomsController {
    private static final int PAGE = 100;

    private final MutualRoomsRepository repository;

    MutualRoomsController(MutualRoomsRepository repository) {
        this.repository = repository;
    }

    record MutualRooms(List<String> joined, long count, Optional<String> nextBatch) {}

    /** MSC2666, as clients know it that do not know the specification's path. */
    record EarlierMutualRooms(List<String> joined, long count, Optional<String> nextBatchToken) {}

    @GetMapping("/_matrix/client/v1/mutual_rooms")
    Mono<MutualRooms> list(
            Requester requester,
            @RequestParam("user_id") UserId userId,
            @RequestParam Optional<String> from) {
        return page(requester.userId(), userId, from);
    }

    @GetMapping("/_matrix/client/unstable/uk.half-shot.msc2666/user/mutual_rooms")
    Mono<EarlierMutualRooms> listEarlier(
            Requester requester,
            @RequestParam("user_id") UserId userId,
            @RequestParam("batch_token") Optional<String> batchToken) {
        return page(requester.userId(), userId, batchToken)
                .map(page -> new EarlierMutualRooms(page.joined(), page.count(), page.nextBatch()));
    }

    private Mono<MutualRooms> page(UserId user, UserId other, Optional<String> from) {
        if (user.equals(other)) {
            throw MatrixException.invalidParam("user_id is your own");
        }
        if (!other.isCompliant()) {
            throw MatrixException.invalidParam("user_id is one that nobody may have any more");
        }
        return repository
                .list(user, other, from.map(MutualRoomsController::place).orElse(""), PAGE + 1)
                .zipWith(repository.count(user, other), MutualRoomsController::answer);
    }

    private static String place(String token) {
        return RoomId.tryParse(token)
                .map(RoomId::value)
                .orElseThrow(
                        () ->
                                MatrixException.invalidParam(
                                        "The token is not one of this server's"));
    }

    private static MutualRooms answer(List<String> rooms, long count) {
        boolean isMore = rooms.size() > PAGE;
        List<String> page = isMore ? rooms.subList(0, PAGE) : rooms;
        return new MutualRooms(
                page, count, isMore ? Optional.of(page.getLast()) : Optional.empty());
    }
}
