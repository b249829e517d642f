package dev.ganglion.room.purge;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomHead;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.head.RoomIdentity;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Begins purges of history and tells what became of them. */
@Service
class PurgeHistoryService {
    private final RoomHeads heads;
    private final PurgePoints points;
    private final PurgeJobRepository jobs;

    PurgeHistoryService(RoomHeads heads, PurgePoints points, PurgeJobRepository jobs) {
        this.heads = heads;
        this.points = points;
        this.jobs = jobs;
    }

    /**
     * The new purge's ID. {@code M_NOT_FOUND} when there is no such room, event or history, {@code
     * M_BAD_JSON} when the request names no point, 400 while another purge of the room is under
     * way: so many may wait as there are rooms.
     */
    Mono<String> begin(UserId admin, RoomId roomId, PurgeHistoryRequest request) {
        return heads.find(roomId, Set.of())
                .map(RoomHead::identity)
                .switchIfEmpty(Mono.error(() -> MatrixException.notFound("There is no such room")))
                .flatMap(room -> begin(admin, room, request));
    }

    private Mono<String> begin(UserId admin, RoomIdentity room, PurgeHistoryRequest request) {
        String purgeId = UUID.randomUUID().toString();
        return upTo(room, request)
                .map(
                        upTo ->
                                new PurgeJob(
                                        purgeId,
                                        room.nid().value(),
                                        upTo,
                                        request.deleteLocalEvents().orElse(false),
                                        0,
                                        PurgeJobRepository.ACTIVE,
                                        Optional.empty()))
                .flatMap(job -> jobs.insert(job, room, admin))
                .filter(isInserted -> isInserted)
                .map(_ -> purgeId)
                .switchIfEmpty(Mono.error(PurgeHistoryService::alreadyUnderWay));
    }

    Mono<PurgeJob> get(String purgeId) {
        return jobs.find(purgeId)
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.notFound("There is no such purge")));
    }

    /** The last position that goes. */
    private Mono<Long> upTo(RoomIdentity room, PurgeHistoryRequest request) {
        if (request.purgeUpToEventId().isPresent()) {
            return points.before(room, request.purgeUpToEventId().get())
                    .switchIfEmpty(
                            Mono.error(
                                    () ->
                                            MatrixException.notFound(
                                                    "There is no such event in this room")));
        }
        return Mono.justOrEmpty(request.purgeUpToTs())
                .switchIfEmpty(Mono.error(PurgeHistoryService::noPoint))
                .flatMap(ts -> points.before(room, ts))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.notFound(
                                                "The room has no event from before that time")));
    }

    private static MatrixException noPoint() {
        return MatrixException.badJson("Give purge_up_to_event_id or purge_up_to_ts");
    }

    private static MatrixException alreadyUnderWay() {
        return MatrixException.of(
                400, ErrorCode.UNKNOWN, "The history of this room is being purged already");
    }
}
