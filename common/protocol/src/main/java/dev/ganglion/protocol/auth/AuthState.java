package dev.ganglion.protocol.auth;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.UserId;

import java.util.Optional;

/** The state that an event is judged against: at least what {@link AuthEventSelection} asks for. */
@FunctionalInterface
public interface AuthState {
    /** The state event of that type and state key, if the room has one. */
    Optional<PduEvent> get(StateKeyTuple key);

    default Optional<PduEvent> create() {
        return get(StateKeyTuple.CREATE);
    }

    /** A user's membership, leave when there is none. */
    default Membership membershipOf(UserId user) {
        return get(StateKeyTuple.member(user)).flatMap(Membership::of).orElse(Membership.LEAVE);
    }

    /** The join rule, invite when there is none; empty for one that nobody knows. */
    default Optional<JoinRule> joinRule() {
        return get(StateKeyTuple.JOIN_RULES)
                .map(event -> event.content().string("join_rule").flatMap(JoinRule::find))
                .orElse(Optional.of(JoinRule.INVITE));
    }

    default PowerLevels powerLevels() {
        return PowerLevels.of(this);
    }

    /** Whether a user is in the room and has the level for state events of a type. */
    default boolean maySetState(UserId user, String type) {
        PowerLevels levels = powerLevels();
        return membershipOf(user) == Membership.JOIN
                && levels.levelOf(user) >= levels.requiredFor(type, true);
    }

    /** The third party invite that a token points to. */
    default Optional<PduEvent> thirdPartyInvite(String token) {
        return get(new StateKeyTuple(EventTypes.THIRD_PARTY_INVITE, token));
    }
}
