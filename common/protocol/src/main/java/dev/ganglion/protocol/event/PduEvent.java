package dev.ganglion.protocol.event;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.List;
import java.util.Optional;

/**
 * An event of a room as servers exchange it. Immutable; equal by event ID. What it says has the
 * right types, but nothing says yet that it is allowed.
 *
 * <p>Specification: room versions, "Event format".
 */
public final class PduEvent {
    private final RoomVersion roomVersion;
    private final EventId eventId;
    private final JsonObject json;
    private final byte[] canonicalBytes;
    private final RoomId roomId;
    private final UserId sender;
    private final String type;

    private PduEvent(
            RoomVersion roomVersion, EventId eventId, JsonObject json, byte[] canonicalBytes) {
        this.roomVersion = roomVersion;
        this.eventId = eventId;
        this.json = json;
        this.canonicalBytes = canonicalBytes;
        FieldTypes.check(json);
        this.type = required(json.string("type"), "type");
        this.sender = UserId.parse(required(json.string("sender"), "sender"));
        this.roomId =
                json.string("room_id")
                        .map(RoomId::parse)
                        .orElseGet(() -> roomIdOfCreate(roomVersion, eventId));
    }

    /** An event whose ID is known, from the canonical bytes under which it was stored. */
    public static PduEvent stored(RoomVersion roomVersion, EventId eventId, byte[] canonicalBytes) {
        return new PduEvent(roomVersion, eventId, Json.parseObject(canonicalBytes), canonicalBytes);
    }

    /**
     * An event with the ID that its room version gives it.
     *
     * @throws IllegalArgumentException when the type, sender or room is missing, or any field has
     *     the wrong type, down to the references to other events
     */
    public static PduEvent of(RoomVersion roomVersion, JsonObject json) {
        PduEvent event =
                new PduEvent(
                        roomVersion,
                        ReferenceHash.eventId(json, roomVersion),
                        json,
                        CanonicalJson.encode(json));
        // Read once, so that no rule meets a reference that is none.
        event.prevEvents();
        event.authEvents();
        return event;
    }

    /** An event just built, whose ID and bytes are at hand. */
    static PduEvent built(
            RoomVersion roomVersion, EventId eventId, JsonObject json, byte[] canonicalBytes) {
        return new PduEvent(roomVersion, eventId, json, canonicalBytes);
    }

    public RoomVersion roomVersion() {
        return roomVersion;
    }

    public EventId eventId() {
        return eventId;
    }

    /** From room version 12 on, a create event's own hash. */
    public RoomId roomId() {
        return roomId;
    }

    public UserId sender() {
        return sender;
    }

    public String type() {
        return type;
    }

    /** Empty for events that are not state. */
    public Optional<String> stateKey() {
        return json.string("state_key");
    }

    public boolean isState() {
        return stateKey().isPresent();
    }

    /** Type and state key; empty for events that are not state. */
    public Optional<StateKeyTuple> stateKeyTuple() {
        return stateKey().map(stateKey -> new StateKeyTuple(type, stateKey));
    }

    public boolean is(String eventType) {
        return type.equals(eventType);
    }

    public JsonObject content() {
        return json.object("content").orElse(JsonObject.EMPTY);
    }

    public List<EventId> prevEvents() {
        return references("prev_events");
    }

    public List<EventId> authEvents() {
        return references("auth_events");
    }

    public long depth() {
        return json.integer("depth").orElse(0L);
    }

    /** Milliseconds since 1970, by the clock of the sender's server. */
    public long originServerTs() {
        return json.integer("origin_server_ts").orElse(0L);
    }

    /** What an {@code m.room.redaction} redacts, wherever its room version puts that. */
    public Optional<EventId> redacts() {
        Optional<String> redacts =
                roomVersion.has(Change.REDACTS_IN_CONTENT)
                        ? content().string("redacts")
                        : json.string("redacts");
        return redacts.flatMap(EventId::tryParse);
    }

    /** All of the event. */
    public JsonObject json() {
        return json;
    }

    /** The canonical encoding of {@link #json}; callers do not change it. */
    public byte[] canonicalBytes() {
        return canonicalBytes;
    }

    /** The event as it is after a redaction; its ID stays. */
    public PduEvent redacted() {
        return with(Redaction.redact(json, roomVersion));
    }

    /** What others see of the event when its sender has been erased; its ID stays. */
    public PduEvent erased() {
        return with(Erasure.erase(json, roomVersion));
    }

    private PduEvent with(JsonObject rest) {
        return new PduEvent(roomVersion, eventId, rest, CanonicalJson.encode(rest));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PduEvent event && eventId.equals(event.eventId);
    }

    @Override
    public int hashCode() {
        return eventId.hashCode();
    }

    @Override
    public String toString() {
        return type + stateKey().map(key -> "[" + key + "]").orElse("") + " " + eventId;
    }

    private List<EventId> references(String key) {
        return json.array(key).orElse(JsonArray.EMPTY).values().stream()
                .map(this::reference)
                .toList();
    }

    /** Versions 1 and 2 refer by a pair of ID and hashes, later ones by the ID alone. */
    private EventId reference(JsonValue reference) {
        boolean isPaired = !roomVersion.has(Change.EVENT_ID_IS_HASH);
        return switch (reference) {
            case JsonString(String id) when !isPaired -> EventId.parse(id);
            case JsonArray(List<JsonValue> pair)
                    when isPaired
                            && !pair.isEmpty()
                            && pair.getFirst() instanceof JsonString(String id) ->
                    EventId.parse(id);
            default ->
                    throw new IllegalArgumentException(
                            "A reference to an event has the wrong type");
        };
    }

    private static RoomId roomIdOfCreate(RoomVersion version, EventId eventId) {
        if (!version.has(Change.ROOM_ID_IS_CREATE_HASH)) {
            throw new IllegalArgumentException("The event has no room_id");
        }
        return RoomId.parse("!" + eventId.value().substring(1));
    }

    private static String required(Optional<String> value, String field) {
        return value.orElseThrow(() -> new IllegalArgumentException("The event has no " + field));
    }
}
