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
import dev.ganglion.protocol.json.JsonArray;
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
    private final ServerProperties server;

    RestrictedJoins(RoomHeads heads, MembershipRepository memberships, ServerProperties server) {
        this.heads = heads;
        this.memberships = memberships;
        this.server = server;
    }

    /** The member in whose name the join is authorised; empty where nobody has to. */
    Mono<UserId> authoriser(RoomId room, UserId user) {
        Set<StateKeyTuple> needs =
                Set.of(
                        StateKeyTuple.CREATE,
                        StateKeyTuple.JOIN_RULES,
                        StateKeyTuple.POWER_LEVELS,
                        StateKeyTuple.member(user));
        return heads.find(room, needs)
                .switchIfEmpty(Mono.error(() -> MatrixException.notFound("There is no such room")))
                .filter(head -> isAskedFor(head, user))
                .flatMap(
                        head ->
                                memberships
                                        .isJoinedToAny(user, allowedRooms(head))
                                        .flatMap(
                                                isAllowed ->
                                                        isAllowed
                                                                ? findAuthoriser(head)
                                                                : Mono.error(notAllowed())));
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

    private static List<String> allowedRooms(RoomHead head) {
        return head.get(StateKeyTuple.JOIN_RULES)
                .flatMap(event -> event.content().array("allow"))
                .orElse(JsonArray.EMPTY)
                .objects()
                .filter(
                        condition ->
                                condition
                                        .string("type")
                                        .filter("m.room_membership"::equals)
                                        .isPresent())
                .flatMap(condition -> condition.string("room_id").stream())
                .toList();
    }

    /** Those with a level of their own first; where everybody may invite, any member. */
    private Mono<UserId> findAuthoriser(RoomHead head) {
        PowerLevels levels = head.powerLevels();
        Set<UserId> named = new LinkedHashSet<>();
        head.create().ifPresent(create -> named.addAll(Creators.of(create)));
        head.get(StateKeyTuple.POWER_LEVELS)
                .map(PduEvent::content)
                .flatMap(content -> content.object("users"))
                .map(JsonObject::keys)
                .orElse(Set.of())
                .forEach(user -> UserId.tryParse(user).ifPresent(named::add));
        List<String> candidates =
                named.stream()
                        .filter(user -> user.serverName().equals(server.serverName()))
                        .filter(levels::mayInvite)
                        .map(UserId::value)
                        .toList();
        return memberships
                .findJoinedAmong(head.identity().nid(), candidates)
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        memberships
                                                .findAnyJoined(
                                                        head.identity().nid(), server.serverName())
                                                .filter(levels::mayInvite)))
                .switchIfEmpty(Mono.error(RestrictedJoins::notAllowed));
    }

    private static MatrixException notAllowed() {
        return MatrixException.forbidden(
                "You are in none of the rooms whose members may join this one");
    }
}
