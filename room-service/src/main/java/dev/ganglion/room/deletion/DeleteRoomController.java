package dev.ganglion.room.deletion;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.service.identity.Requester;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Deleting rooms, for administrators of the server. */
@RestController
class DeleteRoomController {
    private static final String PATH = "/_synapse/admin/v2/rooms";

    private final DeletionService deletions;

    DeleteRoomController(DeletionService deletions) {
        this.deletions = deletions;
    }

    record Started(String deleteId) {}

    record Results(List<Status> results) {}

    record Status(
            String deleteId,
            RoomId roomId,
            String status,
            Optional<String> error,
            Shutdown shutdownRoom) {
        static Status of(Deletion deletion) {
            return new Status(
                    deletion.deleteId(),
                    deletion.roomId(),
                    deletion.progress().status(),
                    deletion.progress().error(),
                    Shutdown.of(deletion));
        }
    }

    /**
     * @param newRoomId null when there is none: tools read it
     */
    record Shutdown(
            List<String> kickedUsers,
            List<String> failedToKickUsers,
            List<String> localAliases,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable RoomId newRoomId) {
        static Shutdown of(Deletion deletion) {
            return new Shutdown(
                    deletion.progress().kickedUsers(),
                    deletion.progress().failedToKickUsers(),
                    deletion.progress().localAliases(),
                    deletion.newRoomId().orElse(null));
        }
    }

    @DeleteMapping(PATH + "/{roomId}")
    Mono<Started> delete(
            Requester requester,
            @PathVariable RoomId roomId,
            @RequestBody(required = false) @Nullable DeletionRequest request) {
        requester.mustBeServerAdmin();
        return deletions
                .begin(
                        requester.userId(),
                        roomId,
                        Objects.requireNonNullElse(request, DeletionRequest.DEFAULT))
                .map(Started::new);
    }

    @GetMapping(PATH + "/{roomId}/delete_status")
    Mono<Results> statusOfRoom(Requester requester, @PathVariable RoomId roomId) {
        requester.mustBeServerAdmin();
        return deletions
                .listOf(roomId)
                .map(Status::of)
                .collectList()
                .filter(results -> !results.isEmpty())
                .map(Results::new)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.notFound(
                                                "No deletion of this room was asked for lately")));
    }

    @GetMapping(PATH + "/delete_status/{deleteId}")
    Mono<Status> status(Requester requester, @PathVariable String deleteId) {
        requester.mustBeServerAdmin();
        return deletions
                .find(deleteId)
                .map(Status::of)
                .switchIfEmpty(
                        Mono.error(() -> MatrixException.notFound("There is no such deletion")));
    }
}
