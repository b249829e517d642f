package dev.ganglion.sync.typing;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;
import dev.ganglion.sync.joinedrooms.RoomAccess;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Optional;

/** Client-server API, "Typing notifications". */
@RestController
class TypingController {
    private static final long USUAL_MILLIS = 30_000;

    private final Typing typing;
    private final RoomAccess access;

    TypingController(Typing typing, RoomAccess access) {
        this.typing = typing;
        this.access = access;
    }

    /** A timeout in milliseconds; without one, half a minute. */
    record TypingRequest(boolean typing, Optional<Long> timeout) {
        Duration typingFor() {
            return typing
                    ? Duration.ofMillis(Math.max(1, timeout.orElse(USUAL_MILLIS)))
                    : Duration.ZERO;
        }
    }

    @PutMapping("/_matrix/client/v3/rooms/{roomId}/typing/{userId}")
    Mono<EmptyResponse> set(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable UserId userId,
            @RequestBody TypingRequest request) {
        requester.mustBe(userId);
        return access.mustBeJoined(roomId, userId)
                .doOnNext(room -> typing.set(room.nid(), userId, request.typingFor()))
                .thenReturn(EmptyResponse.INSTANCE);
    }
}
