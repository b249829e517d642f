package dev.ganglion.room.membership;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.RoomIdOrAlias;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.alias.Aliases;
import dev.ganglion.service.identity.Requester;
import dev.ganglion.service.web.EmptyResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Client-server API, "Room membership". Bodies that say nothing may be left out. */
@RestController
class MembershipController {
    private final MembershipService memberships;
    private final MembershipRepository repository;
    private final Aliases aliases;
    private final ThirdPartyInvitations thirdParties;
    private final SignedInvitations signedInvitations;

    MembershipController(
            MembershipService memberships,
            MembershipRepository repository,
            Aliases aliases,
            ThirdPartyInvitations thirdParties,
            SignedInvitations signedInvitations) {
        this.memberships = memberships;
        this.repository = repository;
        this.aliases = aliases;
        this.thirdParties = thirdParties;
        this.signedInvitations = signedInvitations;
    }

    record Reason(Optional<String> reason) {
        static Optional<String> of(@Nullable Reason body) {
            return body == null ? Optional.empty() : body.reason();
        }
    }

    record Join(Optional<String> reason, Optional<JsonObject> thirdPartySigned) {
        static final Join PLAIN = new Join(Optional.empty(), Optional.empty());
    }

    record Target(UserId userId, Optional<String> reason) {}

    record JoinedRoom(RoomId roomId) {}

    @PostMapping("/_matrix/client/v3/join/{room}")
    Mono<JoinedRoom> joinByIdOrAlias(
            Requester requester,
            @PathVariable RoomIdOrAlias room,
            @RequestBody(required = false) @Nullable Join body) {
        return aliases.resolve(room).flatMap(roomId -> join(requester, roomId, body));
    }

    @PostMapping("/_matrix/client/v3/rooms/{roomId}/join")
    Mono<JoinedRoom> join(
            Requester requester,
            @PathVariable RoomId roomId,
            @RequestBody(required = false) @Nullable Join body) {
        UserId user = requester.userId();
        Join join = body == null ? Join.PLAIN : body;
        return Mono.justOrEmpty(join.thirdPartySigned())
                .flatMap(signed -> signedInvitations.accept(roomId, user, signed))
                .then(Mono.defer(() -> memberships.join(roomId, user, join.reason())))
                .thenReturn(new JoinedRoom(roomId));
    }

    @PostMapping("/_matrix/client/v3/knock/{room}")
    Mono<JoinedRoom> knock(
            Requester requester,
            @PathVariable RoomIdOrAlias room,
            @RequestBody(required = false) @Nullable Reason body) {
        return aliases.resolve(room)
                .flatMap(
                        roomId ->
                                memberships
                                        .knock(roomId, requester.userId(), Reason.of(body))
                                        .thenReturn(new JoinedRoom(roomId)));
    }

    @PostMapping("/_matrix/client/v3/rooms/{roomId}/invite")
    Mono<EmptyResponse> invite(
            Requester requester, @PathVariable RoomId roomId, @RequestBody InviteRequest request) {
        UserId sender = requester.userId();
        Mono<Void> inviting =
                request.isByAddress()
                        ? thirdParties.invite(roomId, sender, request.invitee())
                        : memberships.invite(
                                roomId, sender, request.invitedUser(), request.reason());
        return inviting.thenReturn(EmptyResponse.INSTANCE);
    }

    @PostMapping("/_matrix/client/v3/rooms/{roomId}/leave")
    Mono<EmptyResponse> leave(
            Requester requester,
            @PathVariable RoomId roomId,
            @RequestBody(required = false) @Nullable Reason body) {
        return memberships
                .leave(roomId, requester.userId(), Reason.of(body))
                .thenReturn(EmptyResponse.INSTANCE);
    }

    @PostMapping("/_matrix/client/v3/rooms/{roomId}/kick")
    Mono<EmptyResponse> kick(
            Requester requester, @PathVariable RoomId roomId, @RequestBody Target target) {
        return memberships
                .kick(roomId, requester.userId(), target.userId(), target.reason())
                .thenReturn(EmptyResponse.INSTANCE);
    }

    @PostMapping("/_matrix/client/v3/rooms/{roomId}/ban")
    Mono<EmptyResponse> ban(
            Requester requester, @PathVariable RoomId roomId, @RequestBody Target target) {
        return memberships
                .ban(roomId, requester.userId(), target.userId(), target.reason())
                .thenReturn(EmptyResponse.INSTANCE);
    }

    @PostMapping("/_matrix/client/v3/rooms/{roomId}/unban")
    Mono<EmptyResponse> unban(
            Requester requester, @PathVariable RoomId roomId, @RequestBody Target target) {
        return memberships
                .unban(roomId, requester.userId(), target.userId(), target.reason())
                .thenReturn(EmptyResponse.INSTANCE);
    }

    @PostMapping("/_matrix/client/v3/rooms/{roomId}/forget")
    Mono<EmptyResponse> forget(Requester requester, @PathVariable RoomId roomId) {
        return repository
                .forget(roomId, requester.userId())
                .filter(forgotten -> forgotten)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.of(
                                                400,
                                                ErrorCode.UNKNOWN,
                                                "Only a room that you have left can be forgotten")))
                .thenReturn(EmptyResponse.INSTANCE);
    }
}
