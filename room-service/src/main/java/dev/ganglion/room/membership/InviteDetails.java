package dev.ganglion.room.membership;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;
import java.util.function.Function;

/**
 * What an identity server is told of an invitation, for its message to whoever has the address.
 * Identity service API, {@code /store-invite}.
 */
final class InviteDetails {
    private final Function<String, Optional<JsonObject>> state;

    private InviteDetails(Function<String, Optional<JsonObject>> state) {
        this.state = state;
    }

    /**
     * Puts it together.
     *
     * @param state the content of the room's state of a type, with an empty state key
     */
    static JsonObject of(
            RoomId room,
            UserId sender,
            JsonObject profile,
            Function<String, Optional<JsonObject>> state) {
        InviteDetails details = new InviteDetails(state);
        return JsonObject.builder()
                .put("room_id", room.value())
                .put("sender", sender.value())
                .putIfPresent("sender_display_name", profile.string("displayname"))
                .putIfPresent("sender_avatar_url", profile.string("avatar_url"))
                .putIfPresent("room_alias", details.field(EventTypes.CANONICAL_ALIAS, "alias"))
                .putIfPresent("room_avatar_url", details.field(EventTypes.AVATAR, "url"))
                .putIfPresent("room_join_rules", details.field(EventTypes.JOIN_RULES, "join_rule"))
                .putIfPresent("room_name", details.field(EventTypes.NAME, "name"))
                .putIfPresent("room_type", details.field(EventTypes.CREATE, "type"))
                .build();
    }

    private Optional<String> field(String type, String name) {
        return state.apply(type).flatMap(content -> content.string(name));
    }
}
