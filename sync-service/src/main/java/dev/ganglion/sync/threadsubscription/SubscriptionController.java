package dev.ganglion.sync.threadsubscription;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** MSC4306, "New Endpoints". */
@RestController
class SubscriptionController {
    private static final String PATH =
            "/_matrix/client/unstable/io.element.msc4306/rooms/{roomId}/thread/{eventId}/subscription";

    private final Threads threads;
    private final SubscriptionRepository repository;
    private final SubscriptionWriter writer;

    SubscriptionController(
            Threads threads, SubscriptionRepository repository, SubscriptionWriter writer) {
        this.threads = threads;
        this.repository = repository;
        this.writer = writer;
    }

    @GetMapping(PATH)
    Mono<JsonObject> get(
            Requester requester, @PathVariable RoomId roomId, @PathVariable EventId eventId) {
        return threads.mustSee(roomId, eventId, requester.userId())
                .flatMap(repository::find)
                .map(Stored::state)
                .filter(SubscriptionState::isSubscribed)
                .map(SubscriptionController::json)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.notFound(
                                                "You are not subscribed to this thread")));
    }

    @PutMapping(PATH)
    Mono<EmptyResponse> put(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable EventId eventId,
            @RequestBody JsonObject body) {
        Optional<EventId> cause = body.get("automatic").map(SubscriptionController::cause);
        return threads.mustSee(roomId, eventId, requester.userId())
                .flatMap(
                        thread ->
                                wish(thread, roomId, cause)
                                        .flatMap(wish -> writer.apply(thread, wish)))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    @DeleteMapping(PATH)
    Mono<EmptyResponse> delete(
            Requester requester, @PathVariable RoomId roomId, @PathVariable EventId eventId) {
        return threads.mustSee(roomId, eventId, requester.userId())
                .flatMap(thread -> writer.apply(thread, new Wish.Unsubscription()))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    private Mono<Wish> wish(ThreadRef thread, RoomId roomId, Optional<EventId> cause) {
        return Mono.justOrEmpty(cause)
                .flatMap(event -> threads.positionIn(thread, roomId, event))
                .<Wish>map(Wish.AutomaticSubscription::new)
                .defaultIfEmpty(new Wish.Subscription());
    }

    private static EventId cause(JsonValue given) {
        if (given instanceof JsonString(String id)) {
            return EventId.tryParse(id)
                    .orElseThrow(
                            () -> MatrixException.invalidParam("automatic is not an event ID"));
        }
        throw MatrixException.badJson("automatic must be a string");
    }

    private static JsonObject json(SubscriptionState state) {
        return JsonObject.builder().put("automatic", state == SubscriptionState.AUTOMATIC).build();
    }
}
