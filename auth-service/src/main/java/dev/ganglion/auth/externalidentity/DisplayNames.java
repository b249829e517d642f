package dev.ganglion.auth.externalidentity;

import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.client.InternalClients;
import dev.ganglion.service.identity.InternalTokenIssuer;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.text.CodePoints;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a new user the name that they have elsewhere. Nobody is kept from logging in because
 * room-service is away: then they choose a name themselves.
 */
@Component
class DisplayNames {
    private static final Logger log = LoggerFactory.getLogger(DisplayNames.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int MAX_LENGTH = 100;

    private final WebClient rooms;
    private final InternalTokenIssuer issuer;

    DisplayNames(InternalClients clients, InternalTokenIssuer issuer) {
        this.rooms = clients.of("room");
        this.issuer = issuer;
    }

    Mono<Void> set(UserId user, Optional<String> name) {
        return Mono.justOrEmpty(name)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .flatMap(text -> put(user, CodePoints.first(MAX_LENGTH, text)));
    }

    private Mono<Void> put(UserId user, String name) {
        Requester newcomer = new Requester(user, Optional.empty(), false, false, Optional.empty());
        return rooms.put()
                .uri("/_matrix/client/v3/profile/{userId}/displayname", user.value())
                .headers(headers -> headers.setBearerAuth(issuer.issue(newcomer).value()))
                .bodyValue(Map.of("displayname", name))
                .retrieve()
                .toBodilessEntity()
                .timeout(PATIENCE)
                .then()
                .onErrorResume(failure -> without(user, failure));
    }

    private static Mono<Void> without(UserId user, Throwable failure) {
        log.warn("{} has no display name yet: {}", user, failure.toString());
        return Mono.empty();
    }
}
