package dev.ganglion.room.delayedevent;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/**
 * What became of a delayed event. MSC4140, "Getting delayed events".
 *
 * @param outcome {@code send} or {@code cancel}
 * @param reason {@code action} when somebody asked for it, {@code delay} when its time had come,
 *     {@code error} when it could not be sent
 * @param error why not
 */
record Ending(
        String outcome, String reason, Optional<EventId> eventId, Optional<JsonObject> error) {
    static final String SEND = "send";

    static Ending sentByAction(EventId event) {
        return new Ending(SEND, "action", Optional.of(event), Optional.empty());
    }

    static Ending sentOnTime(EventId event) {
        return new Ending(SEND, "delay", Optional.of(event), Optional.empty());
    }

    static Ending failed(JsonObject error) {
        return new Ending("cancel", "error", Optional.empty(), Optional.of(error));
    }

    /** Somebody else has set the same state: it is cancelled, and has not failed. */
    static Ending overtaken() {
        return failed(Overtaking.refusal().body());
    }

    boolean isOvertaken() {
        return equals(overtaken());
    }

    boolean isSent() {
        return outcome.equals(SEND);
    }
}
