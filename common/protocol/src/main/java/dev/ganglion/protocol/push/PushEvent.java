package dev.ganglion.protocol.push;

import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/**
 * An event as push rules look at it: as clients see it, who apply the same rules to what they have
 * decrypted.
 */
public final class PushEvent {
    private final JsonObject json;
    private final Optional<UserId> sender;

    private PushEvent(JsonObject json) {
        this.json = json;
        this.sender = json.string("sender").flatMap(UserId::tryParse);
    }

    public static PushEvent of(PduEvent event) {
        return new PushEvent(
                JsonObject.builder()
                        .put("type", event.type())
                        .put("sender", event.sender().value())
                        .put("content", event.content())
                        .put("room_id", event.roomId().value())
                        .put("event_id", event.eventId().value())
                        .put("origin_server_ts", event.originServerTs())
                        .putIfPresent("state_key", event.stateKey())
                        .putIfPresent("redacts", event.redacts().map(id -> id.value()))
                        .build());
    }

    /** From the format in which clients get events. */
    public static PushEvent ofClientEvent(JsonObject json) {
        return new PushEvent(json);
    }

    JsonObject json() {
        return json;
    }

    Optional<UserId> sender() {
        return sender;
    }
}
