package dev.ganglion.room.upgrade;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonBoolean;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.protocol.version.Change;
import dev.ganglion.protocol.version.RoomVersion;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The events that a new room begins with when it takes the place of another. It is closed. */
final class SuccessorEvents {
    private final OldRoom old;
    private final RoomVersion version;
    private final List<UserId> additionalCreators;
    private final List<EventDraft> drafts = new ArrayList<>();

    SuccessorEvents(OldRoom old, RoomVersion version, List<UserId> additionalCreators) {
        this.old = old;
        this.version = version;
        this.additionalCreators =
                additionalCreators.stream().filter(user -> !user.equals(old.user())).toList();
    }

    /**
     * All drafts, the create event first.
     *
     * @param memberFields the profile of the user who upgrades
     */
    List<EventDraft> drafts(JsonObject memberFields) {
        state(EventTypes.CREATE, createContent());
        drafts.add(
                EventDraft.state(
                        old.user(),
                        EventTypes.MEMBER,
                        old.user().value(),
                        memberFields.with("membership", new JsonString(Membership.JOIN.value()))));
        state(
                EventTypes.POWER_LEVELS,
                CarriedPowerLevels.whileMaking(
                        CarriedPowerLevels.of(old.state(), version, creators()),
                        version,
                        old.user()));
        state(EventTypes.JOIN_RULES, CarriedJoinRules.CLOSED);
        old.carried().forEach(event -> state(event.type(), event.content()));
        return drafts;
    }

    private void state(String type, JsonObject content) {
        drafts.add(EventDraft.state(old.user(), type, "", content));
    }

    private Set<UserId> creators() {
        Set<UserId> creators = new LinkedHashSet<>(additionalCreators);
        creators.add(old.user());
        return creators;
    }

    private JsonObject createContent() {
        JsonObject before = old.createContent();
        JsonObject.Builder content =
                JsonObject.builder()
                        .put("room_version", version.id())
                        .put("predecessor", predecessor())
                        .putIfPresent("type", before.string("type"));
        before.bool("m.federate")
                .ifPresent(federates -> content.put("m.federate", JsonBoolean.of(federates)));
        if (!version.has(Change.CREATOR_IS_SENDER)) {
            content.put("creator", old.user().value());
        }
        if (!additionalCreators.isEmpty()) {
            content.put(
                    "additional_creators",
                    JsonArray.ofStrings(additionalCreators.stream().map(UserId::value).toList()));
        }
        return content.build();
    }

    /** Version 12: the event is not named any more. */
    private JsonObject predecessor() {
        JsonObject room = JsonObject.of("room_id", old.id().value());
        return version.has(Change.ROOM_ID_IS_CREATE_HASH)
                ? room
                : old.end().stream()
                        .findFirst()
                        .map(EventId::value)
                        .map(event -> room.with("event_id", new JsonString(event)))
                        .orElse(room);
    }
}
