package dev.ganglion.room.initialsync;

import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.client.InternalClients;
import dev.ganglion.service.web.RawJson;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

import java.time.Duration;

/** Asks sync-service what a user keeps for a room. */
@Component
class RoomAccountData {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final WebClient sync;

    RoomAccountData(InternalClients clients) {
        this.sync = clients.of("sync");
    }

    /** A list of events; empty when nobody answers: the room can be shown without. */
    Mono<RawJson> find(UserId user, RoomId room) {
        Mono<byte[]> asked =
                sync.get()
                        .uri("/internal/users/{user}/rooms/{room}/account_data", user, room)
                        .retrieve()
                        .bodyToMono(byte[].class);
        return InternalClients.unlessAway(asked, PATIENCE).map(RawJson::ofTrusted);
    }
}
