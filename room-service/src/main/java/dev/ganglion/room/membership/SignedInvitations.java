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
import dev.ganglion.room.head.RoomView;
import dev.ganglion.room.identityserver.IdentityServers;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.persist.RoomWriter;
import dev.ganglion.room.profile.Profiles;
import dev.ganglion.service.config.ServerProperties;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Set;

/**
 * Exchanges an invitation by address for one of the user who has it. Client-server API, module
 * "Third-party invites", "Server behaviour".
 */
@Service
class SignedInvitations {
    private final OpenRooms openRooms;
    private final RoomHeads heads;
    private final IdentityServers identityServers;
    private final Profiles profiles;
    private final RoomWriter writer;
    private final ServerProperties server;

    SignedInvitations(
            OpenRooms openRooms,
            RoomHeads heads,
            IdentityServers identityServers,
            Profiles profiles,
            RoomWriter writer,
            ServerProperties server) {
        this.openRooms = openRooms;
        this.heads = heads;
        this.identityServers = identityServers;
        this.profiles = profiles;
        this.writer = writer;
        this.server = server;
    }

    /**
     * Completes when the user is invited, or was inside already; {@code M_FORBIDDEN} for what does
     * not match an invitation of the room.
     */
    Mono<Void> accept(RoomId room, UserId user, JsonObject json) {
        SignedInvitation invitation = SignedInvitation.of(json);
        if (!invitation.invited().equals(user)) {
            return Mono.error(MatrixException.forbidden("The invitation is for another user"));
        }
        return openRooms.mustBeOpen(room).then(Mono.defer(() -> exchanged(room, user, invitation)));
    }

    private Mono<Void> exchanged(RoomId room, UserId user, SignedInvitation invitation) {
        return heads.find(room, Set.of(StateKeyTuple.member(user), invitation.stateKey()))
                .switchIfEmpty(Mono.error(SignedInvitations::noSuchInvitation))
                .filter(head -> isOutside(head, user))
                .map(head -> pending(head, invitation))
                .delayUntil(pending -> mustBeSigned(invitation, pending.content()))
                .flatMap(pending -> exchange(room, invitation, pending));
    }

    private static boolean isOutside(RoomView room, UserId user) {
        Membership membership = room.membershipOf(user);
        return membership != Membership.JOIN && membership != Membership.INVITE;
    }

    private PduEvent pending(RoomHead head, SignedInvitation invitation) {
        return head.get(invitation.stateKey())
                .filter(event -> event.sender().equals(invitation.sender()))
                // It is in the inviter's name, and this server speaks for its own users alone.
                .filter(event -> event.sender().serverName().equals(server.serverName()))
                .orElseThrow(SignedInvitations::noSuchInvitation);
    }

    private Mono<Void> mustBeSigned(SignedInvitation invitation, JsonObject content) {
        List<SignedInvitation.Key> keys = invitation.signingKeys(content);
        if (keys.isEmpty()) {
            return Mono.error(noSuchInvitation());
        }
        return Flux.fromIterable(keys)
                .concatMap(this::isValid)
                .filter(isValid -> isValid)
                .next()
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.forbidden(
                                                "The key of this invitation has been revoked")))
                .then();
    }

    /** A key that says nothing of it counts for ever. */
    private Mono<Boolean> isValid(SignedInvitation.Key key) {
        return key.validityUrl()
                .map(url -> identityServers.isValid(key.publicKey(), url))
                .orElse(Mono.just(true));
    }

    private Mono<Void> exchange(RoomId room, SignedInvitation invitation, PduEvent pending) {
        UserId user = invitation.invited();
        return profiles.memberFields(user)
                .map(profile -> content(profile, invitation, pending))
                .map(
                        content ->
                                EventDraft.state(
                                        pending.sender(), EventTypes.MEMBER, user.value(), content))
                .flatMap(
                        draft ->
                                writer.submit(
                                        Proposal.deciding(
                                                room,
                                                Set.of(StateKeyTuple.member(user)),
                                                view ->
                                                        isOutside(view, user)
                                                                ? List.of(draft)
                                                                : List.of())))
                .then();
    }

    private static JsonObject content(
            JsonObject profile, SignedInvitation invitation, PduEvent pending) {
        JsonObject proof =
                JsonObject.builder()
                        .put("display_name", pending.content().string("display_name").orElse(""))
                        .put("signed", invitation.signed())
                        .build();
        return profile.toBuilder()
                .put("membership", Membership.INVITE.value())
                .put("third_party_invite", proof)
                .build();
    }

    private static MatrixException noSuchInvitation() {
        return MatrixException.forbidden("This room has no such invitation");
    }
}
