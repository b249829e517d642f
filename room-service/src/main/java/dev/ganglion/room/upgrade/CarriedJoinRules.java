package dev.ganglion.room.upgrade;

import dev.ganglion.protocol.auth.JoinRule;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.List;
import java.util.Optional;

/** The join rules of a room as its successor has them. */
final class CarriedJoinRules {
    static final JsonObject CLOSED = JsonObject.of("join_rule", JoinRule.INVITE.value());

    private CarriedJoinRules() {}

    /**
     * A rule that the version does not know would let in nobody at all: the nearest that it knows
     * and that lets in nobody else takes its place. Where the old room lets in its own members, the
     * new one lets in its own.
     */
    static JsonObject of(JsonObject old, RoomVersion version, RoomId from, RoomId to) {
        Optional<JoinRule> rule = old.string("join_rule").flatMap(JoinRule::find);
        return switch (rule.orElse(JoinRule.PRIVATE)) {
            case PUBLIC, INVITE, PRIVATE -> old;
            case KNOCK -> version.has(Change.KNOCK) ? old : CLOSED;
            case RESTRICTED ->
                    version.has(Change.RESTRICTED_JOIN) ? renamed(old, from, to) : CLOSED;
            case KNOCK_RESTRICTED -> knockRestricted(old, version, from, to);
        };
    }

    private static JsonObject knockRestricted(
            JsonObject old, RoomVersion version, RoomId from, RoomId to) {
        if (!version.has(Change.RESTRICTED_JOIN)) {
            return version.has(Change.KNOCK)
                    ? JsonObject.of("join_rule", JoinRule.KNOCK.value())
                    : CLOSED;
        }
        JsonObject allowing = renamed(old, from, to);
        return version.has(Change.KNOCK_RESTRICTED)
                ? allowing
                : allowing.with("join_rule", new JsonString(JoinRule.RESTRICTED.value()));
    }

    private static JsonObject renamed(JsonObject old, RoomId from, RoomId to) {
        List<JsonValue> allow =
                old.array("allow").orElse(JsonArray.EMPTY).values().stream()
                        .map(condition -> renamed(condition, from, to))
                        .toList();
        return old.with("allow", new JsonArray(allow));
    }

    private static JsonValue renamed(JsonValue condition, RoomId from, RoomId to) {
        return condition instanceof JsonObject object
                        && object.string("room_id").filter(from.value()::equals).isPresent()
                ? object.with("room_id", new JsonString(to.value()))
                : condition;
    }
}
