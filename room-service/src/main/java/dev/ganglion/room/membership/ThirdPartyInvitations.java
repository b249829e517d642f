package dev.ganglion.room.membership;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomHead;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.identityserver.IdentityServers;
import dev.ganglion.room.identityserver.StoredInvite;
import dev.ganglion.room.identityserver.ThirdPartyInvitee;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.persist.RoomWriter;
import dev.ganglion.room.profile.Profiles;
import dev.ganglion.service.erasure.ErasedFor;
import dev.ganglion.service.erasure.ErasedUsers;
import dev.ganglion.service.erasure.Erasures;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Invites somebody by an address: the user who has it, where the identity server knows one; else
 * whoever proves to have it later. Client-server API, module "Third-party invites".
 */
@Service
public class ThirdPartyInvitations {
    private static final Set<String> DETAILS =
            Set.of(
                    EventTypes.CREATE,
                    EventTypes.NAME,
                    EventTypes.AVATAR,
                    EventTypes.JOIN_RULES,
                    EventTypes.CANONICAL_ALIAS);

    private final IdentityServers identityServers;
    private final MembershipService memberships;
    private final Profiles profiles;
    private final OpenRooms openRooms;
    private final RoomHeads heads;
    private final RoomWriter writer;
    private final ErasedUsers erasedUsers;

    ThirdPartyInvitations(
            IdentityServers identityServers,
            MembershipService memberships,
            Profiles profiles,
            OpenRooms openRooms,
            RoomHeads heads,
            RoomWriter writer,
            ErasedUsers erasedUsers) {
        this.identityServers = identityServers;
        this.memberships = memberships;
        this.profiles = profiles;
        this.openRooms = openRooms;
        this.heads = heads;
        this.writer = writer;
        this.erasedUsers = erasedUsers;
    }

    /** A room as far as it matters here: the content of its state of a type, without state key. */
    public record InvitingRoom(RoomId id, Function<String, Optional<JsonObject>> state) {}

    /** Invites into a room that exists. Nobody is asked for those who may not invite. */
    Mono<Void> invite(RoomId room, UserId sender, ThirdPartyInvitee invitee) {
        return heads.get(room, needs(sender))
                .doOnNext(head -> requireInviter(head, sender))
                .delayUntil(_ -> openRooms.mustBeOpen(room))
                .zipWith(erasedUsers.latest(), (head, erasures) -> inviting(room, head, erasures))
                .flatMap(inviting -> invite(inviting, sender, invitee));
    }

    private Mono<Void> invite(InvitingRoom room, UserId sender, ThirdPartyInvitee invitee) {
        Mono<Boolean> known =
                identityServers
                        .find(invitee)
                        .flatMap(
                                user ->
                                        memberships
                                                .invite(room.id(), sender, user, Optional.empty())
                                                .thenReturn(true));
        return known.switchIfEmpty(Mono.defer(() -> pending(room, sender, invitee).hasElement()))
                .then();
    }

    private Mono<?> pending(InvitingRoom room, UserId sender, ThirdPartyInvitee invitee) {
        return stored(room, sender, invitee)
                .flatMap(draft -> writer.submitOne(Proposal.of(room.id(), draft)));
    }

    /** The invitation that a new room ends with. */
    public Mono<EventDraft> draft(
            InvitingRoom room, UserId sender, ThirdPartyInvitee invitee, boolean isDirect) {
        return identityServers
                .find(invitee)
                .flatMap(
                        user ->
                                memberships
                                        .inviteContent(user, Optional.empty(), isDirect)
                                        .map(
                                                content ->
                                                        EventDraft.state(
                                                                sender,
                                                                EventTypes.MEMBER,
                                                                user.value(),
                                                                content)))
                .switchIfEmpty(Mono.defer(() -> stored(room, sender, invitee)));
    }

    private Mono<EventDraft> stored(InvitingRoom room, UserId sender, ThirdPartyInvitee invitee) {
        return profiles.memberFields(sender)
                .map(profile -> InviteDetails.of(room.id(), sender, profile, room.state()))
                .flatMap(details -> identityServers.store(invitee, details))
                .map(invite -> draft(sender, invite));
    }

    private static EventDraft draft(UserId sender, StoredInvite invite) {
        return EventDraft.state(
                sender, EventTypes.THIRD_PARTY_INVITE, invite.token(), invite.content());
    }

    private static Set<StateKeyTuple> needs(UserId sender) {
        return Stream.concat(
                        Stream.of(StateKeyTuple.POWER_LEVELS, StateKeyTuple.member(sender)),
                        DETAILS.stream().map(type -> new StateKeyTuple(type, "")))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void requireInviter(RoomHead head, UserId sender) {
        if (head.membershipOf(sender) != Membership.JOIN) {
            throw RoomHeads.notInRoom();
        }
        if (!head.powerLevels().mayInvite(sender)) {
            throw MatrixException.forbidden("Your power level is too low to invite");
        }
    }

    /** Whoever reads the message was never in the room. */
    private static InvitingRoom inviting(RoomId room, RoomHead head, Erasures erasures) {
        return new InvitingRoom(room, type -> content(head, type, erasures.neverJoined()));
    }

    private static Optional<JsonObject> content(RoomHead head, String type, ErasedFor erased) {
        return DETAILS.contains(type)
                ? head.get(new StateKeyTuple(type, ""))
                        .map(event -> erased.hidesQuoted(event.sender()) ? event.erased() : event)
                        .map(PduEvent::content)
                : Optional.empty();
    }
}
