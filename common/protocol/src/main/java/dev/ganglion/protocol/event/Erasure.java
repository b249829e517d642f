package dev.ganglion.protocol.event;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.List;
import java.util.Map;

/**
 * What is left of an event for those who came after its sender was erased: as after a redaction,
 * and of the room's state those settings in which nobody says anything and without which it would
 * be misread. A client that found no algorithm in {@code m.room.encryption} might write in clear,
 * one that found no type in {@code m.room.create} would take a space for a room.
 */
public final class Erasure {
    private static final Map<String, List<String>> SETTINGS =
            Map.of(
                    EventTypes.CREATE,
                    List.of("creator", "m.federate", "predecessor", "room_version", "type"),
                    EventTypes.ENCRYPTION,
                    List.of("algorithm", "rotation_period_ms", "rotation_period_msgs"),
                    EventTypes.GUEST_ACCESS,
                    List.of("guest_access"),
                    EventTypes.POWER_LEVELS,
                    List.of("invite", "notifications"),
                    EventTypes.SERVER_ACL,
                    List.of("allow", "allow_ip_literals", "deny"),
                    EventTypes.TOMBSTONE,
                    List.of("replacement_room"),
                    EventTypes.SPACE_CHILD,
                    List.of("order", "suggested", "via"),
                    EventTypes.SPACE_PARENT,
                    List.of("canonical", "via"));

    private Erasure() {}

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
