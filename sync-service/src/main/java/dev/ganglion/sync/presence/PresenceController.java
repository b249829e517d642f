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
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/** Client-server API, "Presence". */
@RestController
class PresenceController {
    private static final int MAX_MESSAGE_BYTES = 1_024;

    private final PresenceRepository repository;
    private final Clock clock;

    PresenceController(PresenceRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** The values of {@code presence}. */
    enum State {
        ONLINE,
        OFFLINE,
        UNAVAILABLE;

        String value() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State parse(String text) {
            for (State state : values()) {
                if (state.value().equals(text)) {
                    return state;
                }
            }
            throw MatrixException.invalidParam("There is no such presence");
        }
    }

    record PresenceRequest(String presence, Optional<String> statusMsg) {}

    record PresenceResponse(
            String presence, Optional<String> statusMsg, Optional<Long> lastActiveAgo) {}

    @PutMapping("/_matrix/client/v3/presence/{userId}/status")
    Mono<EmptyResponse> set(
            Requester requester,
            @PathVariable UserId userId,
            @RequestBody PresenceRequest request) {
        requester.mustBe(userId);
        String message = request.statusMsg().orElse("");
        if (message.getBytes(StandardCharsets.UTF_8).length > MAX_MESSAGE_BYTES) {
            throw MatrixException.tooLarge("The status message is too long");
        }
        State state = State.parse(request.presence());
        return repository
                .store(userId, state.value(), request.statusMsg(), clock.millis())
                .thenReturn(EmptyResponse.INSTANCE);
    }

    /** Shown to the user and to those who share a room. */
    @GetMapping("/_matrix/client/v3/presence/{userId}/status")
    Mono<PresenceResponse> get(Requester requester, @PathVariable UserId userId) {
        return repository
                .mayAsk(requester.userId(), userId)
                .filter(allowed -> allowed)
                .switchIfEmpty(
                        Mono.error(
                                () -> MatrixException.forbidden("You may not see their presence")))
                .flatMap(allowed -> repository.find(userId))
                .map(
                        stored ->
                                new PresenceResponse(
                                        stored.presence(),
                                        stored.statusMessage(),
                                        Optional.of(
                                                Math.max(0, clock.millis() - stored.lastActive()))))
                .defaultIfEmpty(
                        new PresenceResponse(
                                State.OFFLINE.value(), Optional.empty(), Optional.empty()));
    }
}
