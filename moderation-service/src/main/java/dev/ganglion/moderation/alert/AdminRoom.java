package dev.ganglion.moderation.alert;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.RoomIdOrAlias;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.service.client.InternalClients;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.publisher.Mono;

/** The room of the moderators, written to by way of room-service. */
@Component
class AdminRoom {
    private final WebClient rooms;
    private final ModerationUser sender;

    AdminRoom(InternalClients clients, ModerationUser sender) {
        this.rooms = clients.of("room");
        this.sender = sender;
    }

    /**
     * Sends a notice. The transaction ID comes from the alert: sent again, it is the same event.
     */
    Mono<Void> send(RoomIdOrAlias room, Alert alert) {
        JsonObject notice =
                JsonObject.builder().put("msgtype", "m.notice").put("body", alert.body()).build();
        return rooms.put()
                .uri(
                        "/internal/rooms/{room}/send/{type}/{txnId}?user_id={sender}",
                        room.value(),
                        EventTypes.MESSAGE,
                        "alert-" + alert.source(),
                        sender.userId().value())
                .bodyValue(notice)
                .retrieve()
                .toBodilessEntity()
                .then();
    }
}
