package dev.ganglion.room.create;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.InvalidIdentifierException;
import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.room.alias.Aliases;
import dev.ganglion.room.membership.MembershipService;
import dev.ganglion.room.membership.ThirdPartyInvitations;
import dev.ganglion.room.membership.ThirdPartyInvitations.InvitingRoom;
import dev.ganglion.room.moderation.ModerationGate;
import dev.ganglion.room.persist.Beginning;
import dev.ganglion.room.persist.RoomCreator;
import dev.ganglion.room.profile.Profiles;
import dev.ganglion.service.config.ServerProperties;
import dev.ganglion.service.identity.Requester;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Creates rooms. */
@Service
public class CreateRoomService {
    private static final int QUESTIONS_AT_ONCE = 8;
    private static final int ADDRESSES_AT_ONCE = 4;

    private final Profiles profiles;
    private final MembershipService memberships;
    private final ThirdPartyInvitations thirdParties;
    private final Aliases aliases;
    private final ModerationGate moderation;
    private final RoomCreator creator;
    private final ServerProperties server;

    CreateRoomService(
            Profiles profiles,
            MembershipService memberships,
            ThirdPartyInvitations thirdParties,
            Aliases aliases,
            ModerationGate moderation,
            RoomCreator creator,
            ServerProperties server) {
        this.profiles = profiles;
        this.memberships = memberships;
        this.thirdParties = thirdParties;
        this.aliases = aliases;
        this.moderation = moderation;
        this.creator = creator;
        this.server = server;
    }

    /** A room that everybody may join and where nobody but its creator speaks. */
    public Mono<RoomId> createForNotices(UserId creator, String name) {
        return create(creator, CreateRoomRequest.forNotices(name));
    }

    Mono<RoomId> create(Requester requester, CreateRoomRequest request) {
        request.roomAliasName()
                .map(this::alias)
                .ifPresent(alias -> aliases.mustBeOpenTo(requester, alias));
        return create(requester.userId(), request);
    }

    private Mono<RoomId> create(UserId user, CreateRoomRequest request) {
        RoomVersion version =
                request.roomVersion().map(CreateRoomService::version).orElse(RoomVersion.DEFAULT);
        Optional<RoomAlias> alias = request.roomAliasName().map(this::alias);
        RequestRules.require(request, version);
        InitialStateRules.require(request.initialEvents(), alias);
        FirstEvents events = new FirstEvents(user, request, version);
        return mustHaveFewAliases(user, alias)
                .then(mustBeFreeBeforeMailsAreSent(request, alias))
                .then(Mono.zip(profiles.memberFields(user), invites(request)))
                .map(
                        parts ->
                                Beginning.of(
                                                version,
                                                events.drafts(parts.getT1(), alias, parts.getT2()))
                                        .found(request.isPublished(), alias))
                .map(beginning -> beginning.endingWith(byAddress(user, request, beginning)))
                .delayUntil(this::mustBeAllowed)
                // Hashing and signing two hundred events would hold up an event loop for 10 ms.
                .publishOn(Schedulers.parallel())
                .flatMap(creator::create);
    }

    private Mono<Void> mustHaveFewAliases(UserId user, Optional<RoomAlias> alias) {
        return alias.isPresent() ? aliases.mustHaveFewEnough(user) : Mono.empty();
    }

    /** The transaction asks again; but identity servers have written to people by then. */
    private Mono<Void> mustBeFreeBeforeMailsAreSent(
            CreateRoomRequest request, Optional<RoomAlias> alias) {
        return alias.isPresent() && !request.invitedByAddress().isEmpty()
                ? aliases.mustBeFree(alias.get())
                : Mono.empty();
    }

    /**
     * Moderation judges what a room begins with as if it were set later; the names in memberships
     * were judged when they were given.
     */
    private Mono<Void> mustBeAllowed(Beginning beginning) {
        return Flux.fromIterable(beginning.drafts())
                .filter(draft -> !draft.type().equals(EventTypes.MEMBER))
                .flatMap(
                        draft ->
                                moderation.mustAllow(draft.sender(), draft.type(), draft.content()),
                        QUESTIONS_AT_ONCE)
                .then();
    }

    private Mono<Map<UserId, JsonObject>> invites(CreateRoomRequest request) {
        boolean isDirect = request.isDirect().orElse(false);
        return Flux.fromIterable(request.invited())
                .flatMap(
                        user ->
                                memberships
                                        .inviteContent(user, Optional.empty(), isDirect)
                                        .map(content -> Map.entry(user, content)),
                        QUESTIONS_AT_ONCE)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** The invitations by address: an identity server is told the ID of the room. */
    private Function<RoomId, Mono<List<EventDraft>>> byAddress(
            UserId user, CreateRoomRequest request, Beginning beginning) {
        boolean isDirect = request.isDirect().orElse(false);
        return room ->
                Flux.fromIterable(request.invitedByAddress())
                        .flatMapSequential(
                                invitee ->
                                        thirdParties.draft(
                                                new InvitingRoom(room, beginning::contentOf),
                                                user,
                                                invitee,
                                                isDirect),
                                ADDRESSES_AT_ONCE)
                        .collectList();
    }

    private static RoomVersion version(String id) {
        return RoomVersion.find(id)
                .orElseThrow(
                        () ->
                                MatrixException.of(
                                        400,
                                        ErrorCode.UNSUPPORTED_ROOM_VERSION,
                                        "This server has no room version " + id));
    }

    private RoomAlias alias(String localpart) {
        try {
            if (localpart.indexOf(':') >= 0) {
                throw MatrixException.invalidParam("room_alias_name is the part before the colon");
            }
            return RoomAlias.of(localpart, server.serverName());
        } catch (InvalidIdentifierException e) {
            throw MatrixException.invalidParam(String.valueOf(e.getMessage()));
        }
    }
}
