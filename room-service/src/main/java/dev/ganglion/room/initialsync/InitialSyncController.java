package dev.ganglion.room.initialsync;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Client-server API, {@code GET /rooms/{roomId}/initialSync}. */
@RestController
class InitialSyncController {
    private final InitialSyncService rooms;

    InitialSyncController(InitialSyncService rooms) {
        this.rooms = rooms;
    }

    /**
     * The body.
     *
     * @param membership absent for somebody who has never had to do with the room
     * @param accountData a list of events; absent while sync-service is away
     */
    record RoomInfo(
            RoomId roomId,
            Optional<String> membership,
            Messages messages,
            List<RawJson> state,
            String visibility,
            Optional<RawJson> accountData) {}

    record Messages(Optional<String> start, String end, List<RawJson> chunk) {}

    @GetMapping("/_matrix/client/v3/rooms/{roomId}/initialSync")
    Mono<RoomInfo> get(
            Requester requester,
            @PathVariable RoomId roomId,
            @RequestParam(required = false) @Nullable Integer limit) {
        return rooms.get(requester, roomId, limit);
    }
}
