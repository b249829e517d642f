package dev.ganglion.auth.deactivation;

import dev.ganglion.auth.account.Accounts;
import dev.ganglion.auth.account.Departure;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.service.client.InternalClients;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * What becomes of a user whose sessions have ended: their belongings go, here and elsewhere.
 * Memberships, and what an erasure hides, are room-service's; sync-service forgets where the user
 * was told of news, and erases what it keeps.
 */
@Component
class Leaving {
    private static final Logger log = LoggerFactory.getLogger(Leaving.class);

    private final Accounts accounts;
    private final List<Belongings> belongings;
    private final WebClient rooms;
    private final WebClient sync;
    private final DeactivationProperties properties;
    private final Clock clock;

    Leaving(
            Accounts accounts,
            List<Belongings> belongings,
            InternalClients clients,
            DeactivationProperties properties,
            Clock clock) {
        this.accounts = accounts;
        this.belongings = belongings;
        this.rooms = clients.of("room");
        this.sync = clients.of("sync");
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Does what can be done, which may be repeated. One that fails does not keep the others from
     * being gone. An erasure is confirmed only when it was done once more after the last request
     * that the user can have begun: what such a request has written is erased by that.
     */
    Mono<Void> of(Departure departure) {
        UserId user = departure.user();
        Instant settled = clock.instant().minus(properties.erasureSettlesAfter());
        return Flux.fromIterable(belongings)
                .concatMapDelayError(each -> each.deleteOf(user))
                .then()
                .as(gone -> Flux.concatDelayError(gone, elsewhere(departure)))
                .then(accounts.confirmRoomsLeft(departure, settled))
                .onErrorResume(failure -> later(user, failure));
    }

    /** Erased before the rooms are left: whoever joins meanwhile has come later. */
    private Flux<Void> elsewhere(Departure departure) {
        Mono<Void> left = tell(rooms, "deactivate", departure);
        return departure.isErased()
                ? Flux.concatDelayError(
                        tell(rooms, "erase", departure), left, tell(sync, "erase", departure))
                : Flux.concatDelayError(left, tell(sync, "deactivate", departure));
    }

    private static Mono<Void> tell(WebClient service, String what, Departure departure) {
        return service.post()
                .uri("/internal/users/{userId}/" + what, departure.user().value())
                .retrieve()
                .toBodilessEntity()
                .then();
    }

    static Mono<Void> later(UserId user, Throwable failure) {
        log.warn("The deactivation of {} is not complete yet: {}", user, failure.toString());
        return Mono.empty();
    }
}
