package dev.ganglion.room.profile;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.client.InternalClients;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

/** Asks auth-service whether an account exists. */
@Component
class AccountLookup {
    private final WebClient auth;

    AccountLookup(InternalClients clients) {
        this.auth = clients.of("auth");
    }

    /** Fails with {@code M_NOT_FOUND} for users whom nobody has registered here. */
    Mono<Void> mustExist(UserId user) {
        return auth.get()
                .uri("/internal/accounts/{userId}", user.value())
                .retrieve()
                .bodyToMono(JsonObject.class)
                .then();
    }
}
