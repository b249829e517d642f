package dev.ganglion.protocol.event;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.List;
import java.util.Map;

/**
 * What is left of an event for those who came after its sender was erased: as after a redaction,
 * and of the room's state those settings in which nobody says anything and without which it would
 * be misread. A client that found no algorithm in {@code m.room.encryption} might write in clear,
 * one that found no type in {@code m.room.create} would take a space for a room. So it is with the
 * rules of moderation policy lists, which stand for the safety of other rooms: whom they are about
 * and what they recommend stays, the reason given goes.
 */
public final class Erasure {
    private static final Map<String, List<String>> SETTINGS =
            Map.ofEntries(
                    kept(
                            EventTypes.CREATE,
                            "creator",
                            "m.federate",
                            "predecessor",
                            "room_version",
                            "type"),
                    kept(
                            EventTypes.ENCRYPTION,
                            "algorithm",
                            "rotation_period_ms",
                            "rotation_period_msgs"),
                    kept(EventTypes.GUEST_ACCESS, "guest_access"),
                    kept(EventTypes.POWER_LEVELS, "invite", "notifications"),
                    kept(EventTypes.SERVER_ACL, "allow", "allow_ip_literals", "deny"),
                    kept(EventTypes.TOMBSTONE, "replacement_room"),
                    kept(EventTypes.SPACE_CHILD, "order", "suggested", "via"),
                    kept(EventTypes.SPACE_PARENT, "canonical", "via"),
                    kept(EventTypes.POLICY_RULE_ROOM, "entity", "recommendation"),
                    kept(EventTypes.POLICY_RULE_SERVER, "entity", "recommendation"),
                    kept(EventTypes.POLICY_RULE_USER, "entity", "recommendation"));

    private Erasure() {}

    private static Map.Entry<String, List<String>> kept(String type, String... keys) {
        return Map.entry(type, List.of(keys));
    }

    /** The event as others see it. */
    public static JsonObject erase(JsonObject event, RoomVersion version) {
        JsonObject redacted = Redaction.redact(event, version);
        List<String> settings =
                event.has("state_key")
                        ? SETTINGS.getOrDefault(event.string("type").orElse(""), List.of())
                        : List.of();
        return settings.isEmpty() ? redacted : withSettings(event, redacted, settings);
    }

    private static JsonObject withSettings(
            JsonObject event, JsonObject redacted, List<String> settings) {
        JsonObject.Builder content =
                redacted.object("content").orElse(JsonObject.EMPTY).toBuilder();
        event.object("content")
                .orElse(JsonObject.EMPTY)
                .keeping(settings)
                .entries()
                .forEach(content::put);
        return redacted.with("content", content.build());
    }
}
