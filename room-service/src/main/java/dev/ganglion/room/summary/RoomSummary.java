package dev.ganglion.room.summary;

import dev.ganglion.protocol.auth.JoinRule;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PlainTopic;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomIdentity;
import dev.ganglion.room.membership.AllowedRooms;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a room shows of itself: its name, topic and so on, read from its state.
 *
 * @param published the fields of a {@code PublishedRoomsChunk}, but for the room's ID and its
 *     number of members
 * @param json all fields of a {@code RoomSummary}
 * @param erasures how many users had been erased when this was read
 */
public record RoomSummary(RoomIdentity room, JsonObject published, JsonObject json, long erasures) {
    /** The state that a summary is made of; all with an empty state key. */
    public static final List<String> TYPES =
            List.of(
                    EventTypes.CREATE,
                    EventTypes.NAME,
                    EventTypes.TOPIC,
                    EventTypes.CANONICAL_ALIAS,
                    EventTypes.AVATAR,
                    EventTypes.JOIN_RULES,
                    EventTypes.GUEST_ACCESS,
                    EventTypes.HISTORY_VISIBILITY,
                    EventTypes.ENCRYPTION);

    static RoomSummary of(RoomState state) {
        JsonObject published = published(state);
        JsonObject.Builder json =
                published.toBuilder()
                        .put("room_id", state.room().roomId().value())
                        .put("num_joined_members", state.joinedMembers())
                        .put("room_version", state.room().version().id())
                        .putIfPresent("encryption", state.text(EventTypes.ENCRYPTION, "algorithm"));
        state.joinRule()
                .filter(RoomSummary::isRestricted)
                .flatMap(_ -> Optional.ofNullable(state.events().get(EventTypes.JOIN_RULES)))
                .map(AllowedRooms::namedIn)
                .ifPresent(
                        rooms ->
                                json.put(
                                        "allowed_room_ids",
                                        JsonArray.ofStrings(rooms.stream().sorted().toList())));
        return new RoomSummary(state.room(), published, json.build(), state.erasures());
    }

    /** What a search in the directory looks through, in lower case. */
    public String searchText() {
        return Stream.of("name", "topic", "canonical_alias")
                .flatMap(key -> published.string(key).stream())
                .collect(Collectors.joining("\n"))
                .toLowerCase(Locale.ROOT);
    }

    public Optional<String> roomType() {
        return published.string("room_type");
    }

    /** The same, with the reader's own membership. */
    JsonObject jsonFor(Optional<Membership> membership) {
        return json.toBuilder()
                .put("membership", membership.orElse(Membership.LEAVE).value())
                .build();
    }

    private static JsonObject published(RoomState state) {
        return JsonObject.builder()
                .putIfPresent("name", state.text(EventTypes.NAME, "name"))
                .putIfPresent("topic", PlainTopic.of(state.content(EventTypes.TOPIC)))
                .putIfPresent("canonical_alias", state.text(EventTypes.CANONICAL_ALIAS, "alias"))
                .putIfPresent("avatar_url", state.text(EventTypes.AVATAR, "url"))
                // Left out it would mean that anybody may join.
                .put(
                        "join_rule",
                        state.text(EventTypes.JOIN_RULES, "join_rule")
                                .orElse(JoinRule.INVITE.value()))
                .putIfPresent("room_type", state.text(EventTypes.CREATE, "type"))
                .put(
                        "guest_can_join",
                        state.says(EventTypes.GUEST_ACCESS, "guest_access", "can_join"))
                .put("world_readable", state.isWorldReadable())
                .build();
    }

    private static boolean isRestricted(JoinRule rule) {
        return rule == JoinRule.RESTRICTED || rule == JoinRule.KNOCK_RESTRICTED;
    }
}
