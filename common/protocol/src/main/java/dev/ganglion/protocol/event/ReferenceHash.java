package dev.ganglion.protocol.event;

import dev.ganglion.protocol.crypto.Sha256;
import dev.ganglion.protocol.crypto.UnpaddedBase64;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

/**
 * The hash by which events refer to each other, over what survives a redaction.
 *
 * <p>Server-server API, "Calculating the reference hash for an event".
 */
public final class ReferenceHash {
    private ReferenceHash() {}

    /** The 32 bytes of the SHA-256. */
    public static byte[] of(JsonObject event, RoomVersion version) {
        return Sha256.of(referencedBytes(event, version));
    }

    /** What the reference hash covers; an event's signature covers the same bytes. */
    static byte[] referencedBytes(JsonObject event, RoomVersion version) {
        return CanonicalJson.encode(
                Redaction.redact(event, version).without("signatures", "unsigned", "age_ts"));
    }

    /**
     * The event's ID: its own word in room versions 1 and 2, its reference hash from version 3 on.
     */
    public static EventId eventId(JsonObject event, RoomVersion version) {
        if (!version.has(Change.EVENT_ID_IS_HASH)) {
            return EventId.parse(
                    event.string("event_id")
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "The event has no event_id")));
        }
        return eventId(of(event, version), version);
    }

    static EventId eventId(byte[] hash, RoomVersion version) {
        return EventId.parse(
                "$"
                        + (version.has(Change.EVENT_ID_IS_URL_SAFE)
                                ? UnpaddedBase64.encodeUrlSafe(hash)
                                : UnpaddedBase64.encode(hash)));
    }
}
