package dev.ganglion.room.directory;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Set;

/** Whether a room stands in the directory. Client-server API, "Published room directory". */
@RestController
class VisibilityController {
    private final DirectoryRepository directory;
    private final DirectoryService service;
    private final RoomHeads heads;

    VisibilityController(DirectoryRepository directory, DirectoryService service, RoomHeads heads) {
        this.directory = directory;
        this.service = service;
        this.heads = heads;
    }

    record Visibility(String visibility) {}

    @GetMapping("/_matrix/client/v3/directory/list/room/{roomId}")
    Mono<Visibility> get(@PathVariable RoomId roomId) {
        return directory
                .findIsPublished(roomId)
                .map(
                        isPublished ->
                                new Visibility(
                                        isPublished
                                                ? VisibilityRequest.PUBLIC
                                                : VisibilityRequest.PRIVATE))
                .switchIfEmpty(Mono.error(VisibilityController::unknownRoom));
    }

    /** For members who may set the room's main alias, and for administrators of the server. */
    @PutMapping("/_matrix/client/v3/directory/list/room/{roomId}")
    Mono<EmptyResponse> set(
            Requester requester,
            @PathVariable RoomId roomId,
            @RequestBody VisibilityRequest change) {
        boolean isPublic = change.isPublic();
        UserId user = requester.userId();
        return heads.find(
                        roomId,
                        Set.of(
                                StateKeyTuple.CREATE,
                                StateKeyTuple.POWER_LEVELS,
                                StateKeyTuple.member(user)))
                .switchIfEmpty(Mono.error(VisibilityController::unknownRoom))
                .filter(
                        head ->
                                requester.isServerAdmin()
                                        || head.maySetState(user, EventTypes.CANONICAL_ALIAS))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.forbidden(
                                                "You may not change this room's place in the directory")))
                .then(service.setPublished(roomId, isPublic))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    private static MatrixException unknownRoom() {
        return MatrixException.notFound("There is no such room");
    }
}
