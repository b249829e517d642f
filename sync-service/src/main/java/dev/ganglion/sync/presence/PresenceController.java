package dev.ganglion.sync.presence;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Client-server API, "Presence". */
@RestController
class PresenceController {
    private static final int MAX_MESSAGE_BYTES = 1_024;

    private final Presence presence;
    private final PresenceStatus status;

    PresenceController(Presence presence, PresenceStatus status) {
        this.presence = presence;
        this.status = status;
    }

    record PresenceRequest(String presence, Optional<String> statusMsg) {}

    /** Answered in the same way while presence is off: clients do not expect to be refused. */
    @PutMapping("/_matrix/client/v3/presence/{userId}/status")
    Mono<EmptyResponse> set(
            Requester requester,
            @PathVariable UserId userId,
            @RequestBody PresenceRequest request) {
        requester.mustBe(userId);
        requester.standing().mustBeGood();
        String message = request.statusMsg().orElse("");
        if (message.getBytes(StandardCharsets.UTF_8).length > MAX_MESSAGE_BYTES) {
            throw MatrixException.tooLarge("The status message is too long");
        }
        if (message.indexOf('\0') >= 0) {
            throw MatrixException.badJson("The status message holds U+0000");
        }
        return presence.set(requester, PresenceState.parse(request.presence()), message)
                .thenReturn(EmptyResponse.INSTANCE);
    }

    /** Shown to the user and to those who share a room. */
    @GetMapping("/_matrix/client/v3/presence/{userId}/status")
    Mono<PresenceStatus.Shown> get(Requester requester, @PathVariable UserId userId) {
        return status.of(userId, requester.userId());
    }
}
