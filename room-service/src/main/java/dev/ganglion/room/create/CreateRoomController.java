package dev.ganglion.room.create;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.service.identity.Requester;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

/** Client-server API, {@code POST /createRoom}. */
@RestController
class CreateRoomController {
    private final CreateRoomService creating;

    CreateRoomController(CreateRoomService creating) {
        this.creating = creating;
    }

    record Created(RoomId roomId) {}

    @PostMapping("/_matrix/client/v3/createRoom")
    Mono<Created> create(
            Requester requester,
            @RequestBody(required = false) @Nullable CreateRoomRequest request) {
        requester.mustNotBeGuest();
        return creating.create(requester, request == null ? CreateRoomRequest.EMPTY : request)
                .map(Created::new);
    }
}
