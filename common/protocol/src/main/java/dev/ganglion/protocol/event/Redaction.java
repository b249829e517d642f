package dev.ganglion.protocol.event;

import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The redaction algorithm: what is left of an event. Room versions, "Redactions". */
public final class Redaction {
    private static final Set<String> KEPT_FROM_V11 =
            Set.of(
                    "event_id",
                    "type",
                    "room_id",
                    "sender",
                    "state_key",
                    "content",
                    "hashes",
                    "signatures",
                    "depth",
                    "prev_events",
                    "auth_events",
                    "origin_server_ts");
    private static final Set<String> KEPT_BEFORE_V11 =
            union(KEPT_FROM_V11, "prev_state", "origin", "membership");
    private static final List<String> SIGNED = List.of("signed");
    private static final List<String> POWER_LEVELS =
            List.of(
                    "ban",
                    "events",
                    "events_default",
                    "kick",
                    "redact",
                    "state_default",
                    "users",
                    "users_default");

    private static final Set<String> POWER_LEVELS_FROM_V11 =
            union(Set.copyOf(POWER_LEVELS), "invite");

    private Redaction() {}

    /** The event without what its room version does not protect. */
    public static JsonObject redact(JsonObject event, RoomVersion version) {
        boolean isV11 = version.has(Change.REDACTION_KEEPS_MORE);
        JsonObject kept = event.keeping(isV11 ? KEPT_FROM_V11 : KEPT_BEFORE_V11);
        JsonObject content = event.object("content").orElse(JsonObject.EMPTY);
        String type = event.string("type").orElse("");
        return kept.with("content", content(type, content, version));
    }

    private static JsonObject content(String type, JsonObject content, RoomVersion version) {
        boolean isV11 = version.has(Change.REDACTION_KEEPS_MORE);
        return switch (type) {
            case EventTypes.MEMBER -> member(content, version);
            // Version 11: all of it; before, the creator.
            case EventTypes.CREATE -> isV11 ? content : content.keeping(List.of("creator"));
            // Version 8: the rooms whose members may join.
            case EventTypes.JOIN_RULES ->
                    content.keeping(
                            version.has(Change.RESTRICTED_JOIN)
                                    ? List.of("join_rule", "allow")
                                    : List.of("join_rule"));
            // Version 11: the invite level too.
            case EventTypes.POWER_LEVELS ->
                    content.keeping(isV11 ? POWER_LEVELS_FROM_V11 : POWER_LEVELS);
            case EventTypes.HISTORY_VISIBILITY -> content.keeping(List.of("history_visibility"));
            // Up to version 5.
            case EventTypes.ALIASES ->
                    content.keeping(
                            version.has(Change.ALIASES_NOT_SPECIAL)
                                    ? List.of()
                                    : List.of("aliases"));
            // Version 11: redacts has moved into the content.
            case EventTypes.REDACTION -> content.keeping(isV11 ? List.of("redacts") : List.of());
            default -> JsonObject.EMPTY;
        };
    }

    private static JsonObject member(JsonObject content, RoomVersion version) {
        JsonObject kept =
                content.keeping(
                        // Version 9: who authorised a restricted join.
                        version.has(Change.REDACTION_KEEPS_JOIN_AUTHORISER)
                                ? List.of("membership", "join_authorised_via_users_server")
                                : List.of("membership"));
        if (!version.has(Change.REDACTION_KEEPS_MORE)) {
            return kept;
        }
        // Version 11: of a third party invite, what was signed.
        return content.object("third_party_invite")
                .map(invite -> kept.with("third_party_invite", invite.keeping(SIGNED)))
                .orElse(kept);
    }

    private static Set<String> union(Set<String> keys, String... more) {
        Set<String> all = new HashSet<>(keys);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}
