package dev.ganglion.room.purge;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.service.identity.Requester;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/**
 * Purging a room's history up to a point, for administrators of the server; the protocol that admin
 * tools speak.
 */
@RestController
class PurgeHistoryController {
    private static final String PATH = "/_synapse/admin/v1/purge_history/{roomId}";

    private final PurgeHistoryService purges;

    PurgeHistoryController(PurgeHistoryService purges) {
        this.purges = purges;
    }

    record Started(String purgeId) {}

    record Status(String status, Optional<String> error) {}

    @PostMapping(PATH)
    Mono<Started> purge(
            Requester requester,
            @PathVariable RoomId roomId,
            @RequestBody(required = false) @Nullable PurgeHistoryRequest request) {
        requester.mustBeServerAdmin();
        return purges.begin(requester.userId(), roomId, PurgeHistoryRequest.orNothing(request))
                .map(Started::new);
    }

    @PostMapping(PATH + "/{eventId}")
    Mono<Started> purge(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable EventId eventId,
            @RequestBody(required = false) @Nullable PurgeHistoryRequest request) {
        requester.mustBeServerAdmin();
        PurgeHistoryRequest upTo = PurgeHistoryRequest.orNothing(request).upTo(eventId);
        return purges.begin(requester.userId(), roomId, upTo).map(Started::new);
    }

    @GetMapping("/_synapse/admin/v1/purge_history_status/{purgeId}")
    Mono<Status> status(Requester requester, @PathVariable String purgeId) {
        requester.mustBeServerAdmin();
        return purges.get(purgeId).map(job -> new Status(job.status(), job.error()));
    }
}
