package dev.ganglion.room.upgrade;

import dev.ganglion.protocol.auth.Creators;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.json.JsonNumber;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomView;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the new room opens and the old one closes. Plain decisions, which bear being repeated. */
final class Succession {
    /** What both look at. */
    static final Set<StateKeyTuple> NEEDS =
            Set.of(
                    StateKeyTuple.CREATE,
                    StateKeyTuple.POWER_LEVELS,
                    StateKeyTuple.JOIN_RULES,
                    OldRoom.CANONICAL_ALIAS,
                    OldRoom.TOMBSTONE);

    /** What the specification suggests for rooms that are not used any more. */
    private static final long RESTRICTED = 50;

    private final OldRoom old;
    private final Upgrade upgrade;

    Succession(OldRoom old, Upgrade upgrade) {
        this.old = old;
        this.upgrade = upgrade;
    }

    /**
     * Lets people in, with the power levels that the new room keeps; those come last, for they may
     * take from its maker what the others need.
     *
     * @param alias what the room calls itself
     */
    List<EventDraft> opening(RoomView room, JsonObject alias) {
        List<EventDraft> drafts = new ArrayList<>();
        if (!alias.isEmpty()) {
            change(room, EventTypes.CANONICAL_ALIAS, alias).ifPresent(drafts::add);
        }
        change(
                        room,
                        EventTypes.JOIN_RULES,
                        CarriedJoinRules.of(
                                old.joinRules(), upgrade.version(), old.id(), upgrade.to()))
                .ifPresent(drafts::add);
        change(
                        room,
                        EventTypes.POWER_LEVELS,
                        CarriedPowerLevels.of(
                                old.state(),
                                upgrade.version(),
                                Creators.of(room.create().orElseThrow())))
                .ifPresent(drafts::add);
        return drafts;
    }

    /**
     * The tombstone, and as far as the user may, no further messages, invitations and names.
     * Refused when somebody else has closed the room meanwhile.
     */
    List<EventDraft> closing(RoomView room) {
        if (OldRoom.leads(room, upgrade.to())) {
            return List.of();
        }
        if (!room.get(OldRoom.TOMBSTONE).map(PduEvent::eventId).equals(old.tombstone())) {
            throw MatrixException.forbidden("The room has been replaced by another meanwhile");
        }
        List<EventDraft> drafts = new ArrayList<>();
        drafts.add(draft(EventTypes.TOMBSTONE, tombstone()));
        restricted(room)
                .flatMap(levels -> change(room, EventTypes.POWER_LEVELS, levels))
                .ifPresent(drafts::add);
        room.get(OldRoom.CANONICAL_ALIAS)
                .flatMap(_ -> change(room, EventTypes.CANONICAL_ALIAS, JsonObject.EMPTY))
                .ifPresent(drafts::add);
        return drafts;
    }

    private JsonObject tombstone() {
        return JsonObject.builder()
                .put("body", "This room has been replaced")
                .put("replacement_room", upgrade.to().value())
                .build();
    }

    /** Empty where the user may not raise the levels that far, and where there are none. */
    private Optional<JsonObject> restricted(RoomView room) {
        Optional<JsonObject> levels = room.get(StateKeyTuple.POWER_LEVELS).map(PduEvent::content);
        long own = room.powerLevels().levelOf(old.user());
        return levels.map(Succession::restricted)
                .filter(
                        content ->
                                Levels.named(content, "events_default", 0) <= own
                                        && Levels.named(content, "invite", 0) <= own);
    }

    private static JsonObject restricted(JsonObject levels) {
        long least =
                Math.min(
                        JsonNumber.MAX,
                        Math.max(RESTRICTED, Levels.named(levels, "users_default", 0) + 1));
        JsonObject.Builder raised = levels.toBuilder();
        for (String name : List.of("events_default", "invite")) {
            if (Levels.named(levels, name, 0) < least) {
                raised.put(name, least);
            }
        }
        return raised.build();
    }

    /** Empty where nothing changes, or the user may not. */
    private Optional<EventDraft> change(RoomView room, String type, JsonObject content) {
        boolean isThere =
                room.get(new StateKeyTuple(type, ""))
                        .filter(event -> event.content().equals(content))
                        .isPresent();
        boolean isAllowed =
                room.powerLevels().levelOf(upgrade.by())
                        >= room.powerLevels().requiredFor(type, true);
        return isThere || !isAllowed ? Optional.empty() : Optional.of(draft(type, content));
    }

    private EventDraft draft(String type, JsonObject content) {
        return EventDraft.state(upgrade.by(), type, "", content);
    }
}
