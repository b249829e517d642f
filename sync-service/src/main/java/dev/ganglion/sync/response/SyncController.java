package dev.ganglion.sync.response;

import dev.ganglion.service.identity.Requester;
import dev.ganglion.sync.SyncProperties;
import dev.ganglion.sync.longpoll.Parking;
import dev.ganglion.sync.presence.Presence;
import dev.ganglion.sync.presence.PresenceState;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Optional;

/** Client-server API, "Syncing". */
@RestController
class SyncController {
    private final SyncService sync;
    private final SyncProperties properties;
    private final Presence presence;

    SyncController(SyncService sync, SyncProperties properties, Presence presence) {
        this.sync = sync;
        this.properties = properties;
        this.presence = presence;
    }

    @GetMapping("/_matrix/client/v3/sync")
    Mono<Void> sync(
            ServerWebExchange exchange,
            Requester requester,
            @RequestParam Optional<String> filter,
            @RequestParam Optional<String> since,
            @RequestParam(name = "full_state", defaultValue = "false") boolean isFullState,
            @RequestParam(name = "use_state_after", defaultValue = "false") boolean usesStateAfter,
            @RequestParam(name = "set_presence", defaultValue = "online") String setPresence,
            @RequestParam(defaultValue = "0") long timeout) {
        SyncRequest request =
                new SyncRequest(
                        requester,
                        filter,
                        since,
                        isFullState,
                        usesStateAfter,
                        Duration.ofMillis(
                                Math.clamp(timeout, 0, properties.maxTimeout().toMillis())));
        PresenceState asked = PresenceState.parse(setPresence);
        return sync.take(request)
                .map(answer -> presence.during(requester, asked, answer))
                .doOnNext(answer -> Parking.answerLater(exchange, answer))
                .then();
    }
}
