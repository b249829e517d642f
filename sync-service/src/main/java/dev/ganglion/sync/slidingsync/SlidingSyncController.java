package dev.ganglion.sync.slidingsync;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.sync.SyncProperties;
import dev.ganglion.sync.longpoll.Parking;
import dev.ganglion.sync.presence.Presence;
import dev.ganglion.sync.presence.PresenceState;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Optional;

/** MSC4186. It tells others that the user is there, and the user of nobody's presence. */
@RestController
class SlidingSyncController {
    private final SlidingSyncService sync;
    private final Presence presence;
    private final SyncProperties properties;

    SlidingSyncController(SlidingSyncService sync, Presence presence, SyncProperties properties) {
        this.sync = sync;
        this.presence = presence;
        this.properties = properties;
    }

    @PostMapping("/_matrix/client/unstable/org.matrix.simplified_msc3575/sync")
    Mono<Void> sync(
            ServerWebExchange exchange,
            Requester requester,
            @RequestParam Optional<String> pos,
            @RequestParam(defaultValue = "0") long timeout,
            @RequestParam(name = "set_presence", defaultValue = "online") String setPresence,
            @RequestBody JsonObject body) {
        SlidingRequest request = new RequestReader(requester.userId()).read(body);
        long longest = properties.maxTimeout().toMillis();
        Mono<byte[]> answer =
                sync.sync(
                        requester,
                        request,
                        pos.map(SlidingPosition::parse),
                        Duration.ofMillis(Math.clamp(timeout, 0, longest)));
        PresenceState state = PresenceState.parse(setPresence);
        Parking.answerLater(exchange, presence.during(requester, state, answer).map(Mono::just));
        return Mono.empty();
    }
}
