package dev.ganglion.room.summary;

import dev.ganglion.protocol.auth.JoinRule;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.room.head.RoomIdentity;

import java.util.Map;
import java.util.Optional;

/**
 * Some of a room's current state, all with an empty state key.
 *
 * @param membership of the reader; empty for one who never had to do with the room
 * @param erasures how many users had been erased when this was read
 * @param events by their types
 */
record RoomState(
        RoomIdentity room,
        long joinedMembers,
        Optional<Membership> membership,
        long erasures,
        Map<String, PduEvent> events) {

    JsonObject content(String type) {
        return Optional.ofNullable(events.get(type))
                .map(PduEvent::content)
                .orElse(JsonObject.EMPTY);
    }

    /** An empty text is none. */
    Optional<String> text(String type, String key) {
        return content(type).string(key).filter(value -> !value.isEmpty());
    }

    boolean says(String type, String key, String value) {
        return text(type, key).filter(value::equals).isPresent();
    }

    boolean isWorldReadable() {
        return says(EventTypes.HISTORY_VISIBILITY, "history_visibility", "world_readable");
    }

    /**
     * The rule as the room's version knows it; empty for one that lets nobody in there. A room
     * without a rule is for the invited.
     */
    Optional<JoinRule> joinRule() {
        if (!events.containsKey(EventTypes.JOIN_RULES)) {
            return Optional.of(JoinRule.INVITE);
        }
        return content(EventTypes.JOIN_RULES)
                .string("join_rule")
                .flatMap(JoinRule::find)
                .filter(this::isKnownToVersion);
    }

    private boolean isKnownToVersion(JoinRule rule) {
        return switch (rule) {
            case PUBLIC, INVITE, PRIVATE -> true;
            case KNOCK -> room.version().has(Change.KNOCK);
            case RESTRICTED -> room.version().has(Change.RESTRICTED_JOIN);
            case KNOCK_RESTRICTED -> room.version().has(Change.KNOCK_RESTRICTED);
        };
    }
}
