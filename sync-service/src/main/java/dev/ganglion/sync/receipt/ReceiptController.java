package dev.ganglion.sync.receipt;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;
import dev.ganglion.sync.joinedrooms.RoomAccess;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Client-server API, "Receipts" and "Fully read markers". */
@RestController
class ReceiptController {
    private static final String MAIN_THREAD = "main";
    private static final String WHOLE_ROOM = "";

    private final RoomAccess access;
    private final Receipts receipts;
    private final ReadMarkers markers;

    ReceiptController(RoomAccess access, Receipts receipts, ReadMarkers markers) {
        this.access = access;
        this.receipts = receipts;
        this.markers = markers;
    }

    @PostMapping("/_matrix/client/v3/rooms/{roomId}/receipt/{receiptType}/{eventId}")
    Mono<EmptyResponse> post(
            Requester requester,
            @PathVariable RoomId roomId,
            @PathVariable String receiptType,
            @PathVariable EventId eventId,
            @RequestBody(required = false) @Nullable JsonObject body) {
        ReceiptType type = ReceiptType.parse(receiptType);
        String thread =
                threadId(type, Optional.ofNullable(body).flatMap(given -> given.get("thread_id")));
        Mono<Void> done =
                type == ReceiptType.FULLY_READ
                        ? markers.set(roomId, requester.userId(), eventId)
                        : set(requester, roomId, type, eventId, thread);
        return done.thenReturn(EmptyResponse.INSTANCE);
    }

    @PostMapping("/_matrix/client/v3/rooms/{roomId}/read_markers")
    Mono<EmptyResponse> setMarkers(
            Requester requester, @PathVariable RoomId roomId, @RequestBody JsonObject body) {
        Optional<EventId> read = event(body, ReceiptType.READ);
        Optional<EventId> privatelyRead = event(body, ReceiptType.PRIVATE_READ);
        Optional<EventId> fullyRead = event(body, ReceiptType.FULLY_READ);
        return access.mustBeJoined(roomId, requester.userId())
                .then(Mono.justOrEmpty(fullyRead))
                .flatMap(event -> markers.set(roomId, requester.userId(), event))
                .then(set(requester, roomId, ReceiptType.READ, read))
                .then(set(requester, roomId, ReceiptType.PRIVATE_READ, privatelyRead))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    private Mono<Void> set(
            Requester requester, RoomId room, ReceiptType type, Optional<EventId> event) {
        return Mono.justOrEmpty(event)
                .flatMap(read -> set(requester, room, type, read, WHOLE_ROOM));
    }

    private Mono<Void> set(
            Requester requester, RoomId room, ReceiptType type, EventId event, String thread) {
        ReceiptType kept = type.inStanding(requester.standing());
        return receipts.set(room, requester.userId(), kept, event, thread);
    }

    private static Optional<EventId> event(JsonObject body, ReceiptType type) {
        return body.get(type.value())
                .map(
                        value -> {
                            if (value instanceof JsonString(String id)) {
                                return EventId.tryParse(id)
                                        .orElseThrow(
                                                () ->
                                                        MatrixException.invalidParam(
                                                                type.value()
                                                                        + " is not an event ID"));
                            }
                            throw MatrixException.badJson(type.value() + " must be a string");
                        });
    }

    private static String threadId(ReceiptType type, Optional<JsonValue> given) {
        if (given.isEmpty()) {
            return WHOLE_ROOM;
        }
        boolean isThread =
                given.get() instanceof JsonString(String id)
                        && type != ReceiptType.FULLY_READ
                        && (id.equals(MAIN_THREAD) || EventId.tryParse(id).isPresent());
        if (!isThread) {
            throw MatrixException.invalidParam(
                    "thread_id must be \"main\" or the event ID of a thread's root");
        }
        return ((JsonString) given.get()).value();
    }
}
