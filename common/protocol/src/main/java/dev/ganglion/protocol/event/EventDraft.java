package dev.ganglion.protocol.event;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/**
 * What a user wants to say in a room, before the room gives it a place among its events.
 *
 * @param redacts the target, for an {@code m.room.redaction}; taken from the content when it stands
 *     only there, so that no room version shows a target that was not judged
 * @param originServerTs when it was said, in milliseconds since 1970; empty for now
 */
public record EventDraft(
        UserId sender,
        String type,
        Optional<String> stateKey,
        JsonObject content,
        Optional<EventId> redacts,
        Optional<Long> originServerTs) {

    public EventDraft {
        if (type.equals(EventTypes.REDACTION) && redacts.isEmpty()) {
            redacts = content.string("redacts").flatMap(EventId::tryParse);
        }
    }

    /** What is said now. */
    public EventDraft(
            UserId sender,
            String type,
            Optional<String> stateKey,
            JsonObject content,
            Optional<EventId> redacts) {
        this(sender, type, stateKey, content, redacts, Optional.empty());
    }

    /** An event that is not state. */
    public static EventDraft message(UserId sender, String type, JsonObject content) {
        return new EventDraft(sender, type, Optional.empty(), content, Optional.empty());
    }

    public static EventDraft state(
            UserId sender, String type, String stateKey, JsonObject content) {
        return new EventDraft(sender, type, Optional.of(stateKey), content, Optional.empty());
    }

    /** A redaction; {@code content} may hold the reason. */
    public static EventDraft redaction(UserId sender, EventId redacts, JsonObject content) {
        return new EventDraft(
                sender, EventTypes.REDACTION, Optional.empty(), content, Optional.of(redacts));
    }

    /** The same, said at another time. */
    public EventDraft saidAt(long timestamp) {
        return new EventDraft(sender, type, stateKey, content, redacts, Optional.of(timestamp));
    }

    /** Type and state key; empty for drafts that are not state. */
    public Optional<StateKeyTuple> stateKeyTuple() {
        return stateKey.map(key -> new StateKeyTuple(type, key));
    }
}
