package dev.ganglion.room.create;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.json.JsonValue;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events that a room begins with, in the order that the specification asks for: create, the
 * creator's join, power levels, alias, preset, initial state, name, topic, invitations.
 */
final class FirstEvents {
    private static final String EVENTS = "events";
    private static final long STATE_DEFAULT = 50;
    private static final long TOMBSTONE = 150;

    private final UserId creator;
    private final CreateRoomRequest request;
    private final RoomVersion version;
    private final List<EventDraft> drafts = new ArrayList<>();

    FirstEvents(UserId creator, CreateRoomRequest request, RoomVersion version) {
        this.creator = creator;
        this.request = request;
        this.version = version;
    }

    /**
     * All drafts.
     *
     * @param memberFields the creator's profile
     * @param invites the content of each invited user's membership
     */
    List<EventDraft> drafts(
            JsonObject memberFields, Optional<RoomAlias> alias, Map<UserId, JsonObject> invites) {
        state(EventTypes.CREATE, createContent());
        drafts.add(
                EventDraft.state(
                        creator, EventTypes.MEMBER, creator.value(), joinContent(memberFields)));
        state(EventTypes.POWER_LEVELS, powerLevels());
        alias.ifPresent(
                name -> state(EventTypes.CANONICAL_ALIAS, JsonObject.of("alias", name.value())));
        preset();
        request.initialEvents()
                .forEach(
                        initial ->
                                drafts.add(
                                        EventDraft.state(
                                                creator,
                                                initial.type(),
                                                initial.stateKey().orElse(""),
                                                initial.content())));
        request.name().ifPresent(name -> state(EventTypes.NAME, JsonObject.of("name", name)));
        request.topic().ifPresent(topic -> state(EventTypes.TOPIC, topicContent(topic)));
        request.invited()
                .forEach(
                        user ->
                                drafts.add(
                                        EventDraft.state(
                                                creator,
                                                EventTypes.MEMBER,
                                                user.value(),
                                                invites.getOrDefault(user, JsonObject.EMPTY))));
        return drafts;
    }

    private void state(String type, JsonObject content) {
        drafts.add(EventDraft.state(creator, type, "", content));
    }

    private JsonObject createContent() {
        JsonObject asked = request.creationContent().orElse(JsonObject.EMPTY);
        JsonObject.Builder content = asked.without("creator").toBuilder();
        content.put("room_version", version.id());
        if (!version.has(Change.CREATOR_IS_SENDER)) {
            content.put("creator", creator.value());
        }
        // Version 12: those whom the creator trusts as much become creators too.
        if (version.has(Change.CREATORS_ABOVE_ALL) && isTrusted() && !request.invited().isEmpty()) {
            content.put(
                    AdditionalCreators.FIELD, AdditionalCreators.with(asked, request.invited()));
        }
        return content.build();
    }

    private JsonObject joinContent(JsonObject memberFields) {
        JsonObject.Builder content =
                memberFields.toBuilder().put("membership", Membership.JOIN.value());
        if (request.isDirect().orElse(false)) {
            content.put("is_direct", true);
        }
        return content.build();
    }

    private JsonObject powerLevels() {
        JsonObject.Builder users = JsonObject.builder();
        // Version 12: creators stand above all levels, and naming one is an error.
        if (!version.has(Change.CREATORS_ABOVE_ALL)) {
            users.put(creator.value(), 100);
            if (isTrusted()) {
                request.invited().forEach(user -> users.put(user.value(), 100));
            }
        }
        JsonObject.Builder events =
                JsonObject.builder()
                        .put(EventTypes.NAME, 50)
                        .put(EventTypes.AVATAR, 50)
                        .put(EventTypes.CANONICAL_ALIAS, 50)
                        .put(EventTypes.HISTORY_VISIBILITY, 100)
                        .put(EventTypes.POWER_LEVELS, 100)
                        .put(EventTypes.ENCRYPTION, 100)
                        .put(EventTypes.SERVER_ACL, 100)
                        .put(EventTypes.TOMBSTONE, 100);
        JsonObject.Builder levels =
                JsonObject.builder()
                        .put("users", users.build())
                        .put(EVENTS, events.build())
                        .put("users_default", 0)
                        .put("events_default", 0)
                        .put("state_default", STATE_DEFAULT)
                        .put("ban", 50)
                        .put("kick", 50)
                        .put("redact", 50)
                        .put("invite", request.effectivePreset() == Preset.PUBLIC_CHAT ? 50 : 0);
        request.powerLevelContentOverride()
                .ifPresent(override -> override.entries().forEach(levels::put));
        return version.has(Change.CREATORS_ABOVE_ALL)
                ? tombstoneForCreators(levels.build())
                : levels.build();
    }

    /**
     * Version 12: closing a room is for its creators, whatever else the request sets, unless it
     * says who may.
     */
    private JsonObject tombstoneForCreators(JsonObject levels) {
        boolean isAsked =
                request.powerLevelContentOverride()
                        .flatMap(override -> override.object(EVENTS))
                        .filter(events -> events.has(EventTypes.TOMBSTONE))
                        .isPresent();
        if (isAsked || levels.object(EVENTS).isEmpty()) {
            return levels;
        }
        long stateDefault = levels.integer("state_default").orElse(STATE_DEFAULT);
        long required = Math.min(JsonNumber.MAX, Math.max(TOMBSTONE, stateDefault + 1));
        return levels.with(
                EVENTS,
                levels.object(EVENTS)
                        .orElseThrow()
                        .with(EventTypes.TOMBSTONE, new JsonNumber(required)));
    }

    private void preset() {
        Preset preset = request.effectivePreset();
        state(EventTypes.JOIN_RULES, JsonObject.of("join_rule", preset.joinRule().value()));
        state(
                EventTypes.HISTORY_VISIBILITY,
                JsonObject.of("history_visibility", preset.historyVisibility().value()));
        state(EventTypes.GUEST_ACCESS, JsonObject.of("guest_access", preset.guestAccess()));
    }

    /** The plain topic, and the same as extensible text. */
    private static JsonObject topicContent(String topic) {
        JsonValue text = new JsonArray(List.of(JsonObject.of("body", topic)));
        return JsonObject.builder()
                .put("topic", new JsonString(topic))
                .put("m.topic", JsonObject.builder().put("m.text", text).build())
                .build();
    }

    private boolean isTrusted() {
        return request.effectivePreset() == Preset.TRUSTED_PRIVATE_CHAT;
    }
}
