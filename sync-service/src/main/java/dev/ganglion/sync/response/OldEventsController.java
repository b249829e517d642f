package dev.ganglion.sync.response;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.RawJson;
import dev.ganglion.sync.SyncProperties;
import dev.ganglion.sync.longpoll.Parking;
import dev.ganglion.sync.token.SyncToken;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Optional;

/** Client-server API, the endpoints from before {@code /sync}, and peeking. */
@RestController
class OldEventsController {
    private final OldEvents events;
    private final OneEvent oneEvent;
    private final OldInitialSync initialSync;
    private final SyncProperties properties;

    OldEventsController(
            OldEvents events,
            OneEvent oneEvent,
            OldInitialSync initialSync,
            SyncProperties properties) {
        this.initialSync = initialSync;
        this.events = events;
        this.oneEvent = oneEvent;
        this.properties = properties;
    }

    @GetMapping("/_matrix/client/v3/events")
    Mono<Void> events(
            ServerWebExchange exchange,
            Requester requester,
            @RequestParam Optional<String> from,
            @RequestParam(name = "room_id") Optional<RoomId> roomId,
            @RequestParam(defaultValue = "0") long timeout) {
        Duration wait =
                Duration.ofMillis(Math.clamp(timeout, 0, properties.maxTimeout().toMillis()));
        OldEvents.Question question =
                new OldEvents.Question(requester, from.map(SyncToken::parse), roomId, wait);
        Parking.answerLater(exchange, events.news(question).map(RawJson::bytes).map(Mono::just));
        return Mono.empty();
    }

    @GetMapping("/_matrix/client/v3/initialSync")
    Mono<RawJson> initialSync(
            Requester requester,
            @RequestParam Optional<Integer> limit,
            @RequestParam(defaultValue = "false") boolean archived) {
        int wanted = limit.orElse(properties.defaultTimelineLimit());
        return wanted < 1
                ? Mono.error(MatrixException.invalidParam("limit must be above zero"))
                : initialSync.get(requester, wanted, archived);
    }

    @GetMapping("/_matrix/client/v3/events/{eventId}")
    Mono<RawJson> event(Requester requester, @PathVariable EventId eventId) {
        return oneEvent.get(requester, eventId);
    }
}
