package dev.ganglion.room.upgrade;

import dev.ganglion.protocol.auth.AuthState;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.head.RoomIdentity;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The room that is to be replaced, as whoever upgrades it found it: all of one moment, for what
 * closes the room must not be carried over.
 *
 * @param user may close it
 * @param end where its graph ended
 * @param state as far as {@link #needs} names it
 */
record OldRoom(UserId user, RoomIdentity identity, List<EventId> end, AuthState state) {
    /**
     * What a new room takes over as it is: what the specification recommends, the policy server,
     * and how long events are kept. None of it means less when another user sends it.
     */
    private static final List<String> CARRIED =
            List.of(
                    EventTypes.HISTORY_VISIBILITY,
                    EventTypes.GUEST_ACCESS,
                    EventTypes.SERVER_ACL,
                    EventTypes.ENCRYPTION,
                    EventTypes.POLICY,
                    EventTypes.RETENTION,
                    EventTypes.NAME,
                    EventTypes.TOPIC,
                    EventTypes.AVATAR);

    static final StateKeyTuple TOMBSTONE = new StateKeyTuple(EventTypes.TOMBSTONE, "");
    static final StateKeyTuple CANONICAL_ALIAS = new StateKeyTuple(EventTypes.CANONICAL_ALIAS, "");

    /** The state that an upgrade looks at. */
    static Set<StateKeyTuple> needs(UserId user) {
        return Stream.concat(
                        Stream.of(
                                StateKeyTuple.CREATE,
                                StateKeyTuple.member(user),
                                StateKeyTuple.POWER_LEVELS,
                                StateKeyTuple.JOIN_RULES,
                                CANONICAL_ALIAS,
                                TOMBSTONE),
                        CARRIED.stream().map(type -> new StateKeyTuple(type, "")))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Refuses whoever may not close the room; outsiders in the words for unknown rooms. */
    void mustBeClosableByUser() {
        if (state.membershipOf(user) != Membership.JOIN) {
            throw RoomHeads.notInRoom();
        }
        if (!state.maySetState(user, EventTypes.TOMBSTONE)) {
            throw MatrixException.forbidden("Your power level is too low to upgrade this room");
        }
    }

    RoomId id() {
        return identity.roomId();
    }

    /** Those of the events that are carried over, in a fixed order; what says nothing is left. */
    Stream<PduEvent> carried() {
        return CARRIED.stream()
                .flatMap(type -> state.get(new StateKeyTuple(type, "")).stream())
                .filter(event -> !event.content().isEmpty());
    }

    JsonObject createContent() {
        return state.create().orElseThrow().content();
    }

    JsonObject joinRules() {
        return content(StateKeyTuple.JOIN_RULES).orElse(CarriedJoinRules.CLOSED);
    }

    JsonObject canonicalAlias() {
        return content(CANONICAL_ALIAS).orElse(JsonObject.EMPTY);
    }

    Optional<EventId> tombstone() {
        return state.get(TOMBSTONE).map(PduEvent::eventId);
    }

    boolean leadsTo(RoomId successor) {
        return leads(state, successor);
    }

    static boolean leads(AuthState room, RoomId successor) {
        return room.get(TOMBSTONE)
                .flatMap(event -> event.content().string("replacement_room"))
                .filter(successor.value()::equals)
                .isPresent();
    }

    private Optional<JsonObject> content(StateKeyTuple key) {
        return state.get(key).map(PduEvent::content);
    }
}
