package dev.ganglion.room.membership;

import dev.ganglion.protocol.auth.Creators;
import dev.ganglion.protocol.auth.JoinRule;
import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.auth.PowerLevels;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomHead;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Restricted joins: whether a user may come in through another room, and which member authorises
 * that.
 *
 * <p>Client-server API, "Restricted rooms"; server-server API, "Restricted rooms".
 */
@Component
class RestrictedJoins {
    static final String AUTHORISED_VIA = "join_authorised_via_users_server";

    private final RoomHeads heads;
    private final MembershipRepository memberships;
    private final AllowedRooms allowedRooms;
    private final ServerProperties server;

    RestrictedJoins(
            RoomHeads heads,
            MembershipRepository memberships,
            AllowedRooms allowedRooms,
            ServerProperties server) {
        this.heads = heads;
        this.memberships = memberships;
        this.allowedRooms = allowedRooms;
        this.server = server;
    }

    /**
     * The member in whose name the join is authorised; empty where nobody has to. {@code
     * M_FORBIDDEN} in the same words for rooms that do not exist and those whose conditions the
     * user does not meet.
     */
    Mono<UserId> authoriser(RoomId room, UserId user) {
        Set<StateKeyTuple> needs =
                Set.of(
                        StateKeyTuple.CREATE,
                        StateKeyTuple.JOIN_RULES,
                        StateKeyTuple.POWER_LEVELS,
                        StateKeyTuple.member(user));
        return heads.find(room, needs)
                .switchIfEmpty(Mono.error(RestrictedJoins::notInvited))
                .filter(head -> isAskedFor(head, user))
                .flatMap(head -> mustBeInAllowedRoom(head, user).then(findAuthoriser(head)));
    }

    private Mono<Void> mustBeInAllowedRoom(RoomHead head, UserId user) {
        Set<String> rooms =
                head.get(StateKeyTuple.JOIN_RULES).map(AllowedRooms::namedIn).orElse(Set.of());
        return allowedRooms
                .joinedAmong(user, rooms)
                .filter(joined -> !joined.isEmpty())
                .switchIfEmpty(Mono.error(RestrictedJoins::notInvited))
                .then();
    }

    private static boolean isAskedFor(RoomHead head, UserId user) {
        Membership membership = head.membershipOf(user);
        if (membership != Membership.LEAVE && membership != Membership.KNOCK) {
            return false;
        }
        return head.joinRule()
                .filter(rule -> rule == JoinRule.RESTRICTED || rule == JoinRule.KNOCK_RESTRICTED)
                .isPresent();
    }

    /** Those with a level of their own first; where everybody may invite, any other member. */
    private Mono<UserId> findAuthoriser(RoomHead head) {
        PowerLevels levels = head.powerLevels();
        Set<UserId> named = named(head);
        List<String> candidates =
                named.stream()
                        .filter(user -> user.serverName().equals(server.serverName()))
                        .filter(levels::mayInvite)
                        .map(UserId::value)
                        .toList();
        return memberships
                .findJoinedAmong(head.identity().nid(), candidates)
                .switchIfEmpty(Mono.defer(() -> findOther(head, named)))
                .switchIfEmpty(Mono.error(RestrictedJoins::nobodyToAuthorise));
    }

    private static Set<UserId> named(RoomHead head) {
        Set<UserId> named = new LinkedHashSet<>();
        head.create().ifPresent(create -> named.addAll(Creators.of(create)));
        head.get(StateKeyTuple.POWER_LEVELS)
                .map(PduEvent::content)
                .flatMap(content -> content.object("users"))
                .map(JsonObject::keys)
                .orElse(Set.of())
                .forEach(user -> UserId.tryParse(user).ifPresent(named::add));
        return named;
    }

    /** All who are not named have the same level. */
    private Mono<UserId> findOther(RoomHead head, Set<UserId> named) {
        return memberships
                .findAnyJoined(
                        head.identity().nid(),
                        server.serverName(),
                        named.stream().map(UserId::value).toList())
                .filter(head.powerLevels()::mayInvite);
    }

    /** What the rules say of a room for the invited: an unknown room is told from none. */
    static MatrixException notInvited() {
        return MatrixException.forbidden("You are not invited to this room");
    }

    private static MatrixException nobodyToAuthorise() {
        return MatrixException.forbidden(
                "Nobody in this room who may invite is there to authorise the join");
    }
}
