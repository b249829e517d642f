package dev.ganglion.room.membership;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonString;
import dev.ganglion.room.head.RoomView;
import dev.ganglion.room.invitepermission.InvitePermissions;
import dev.ganglion.room.moderation.ModerationGate;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.persist.RoomWriter;
import dev.ganglion.room.profile.Profiles;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Changes memberships. Refusals come as {@link MatrixException}, with the reason of the rule that
 * said no.
 */
@Service
public class MembershipService {
    private static final String REASON = "reason";

    private final RoomWriter writer;
    private final Profiles profiles;
    private final RestrictedJoins restrictedJoins;
    private final ModerationGate moderation;
    private final OpenRooms openRooms;
    private final InvitePermissions invitePermissions;

    MembershipService(
            RoomWriter writer,
            Profiles profiles,
            RestrictedJoins restrictedJoins,
            ModerationGate moderation,
            OpenRooms openRooms,
            InvitePermissions invitePermissions) {
        this.writer = writer;
        this.profiles = profiles;
        this.restrictedJoins = restrictedJoins;
        this.moderation = moderation;
        this.openRooms = openRooms;
        this.invitePermissions = invitePermissions;
    }

    /** Joins; whoever is in the room already stays as they are. */
    public Mono<Void> join(RoomId room, UserId user, Optional<String> reason) {
        return openRooms
                .mustBeOpen(room)
                .then(content(Membership.JOIN, user, reason))
                .flatMap(content -> authorised(room, user, content))
                .flatMap(
                        content ->
                                change(
                                        room,
                                        user,
                                        user,
                                        content,
                                        before -> before != Membership.JOIN));
    }

    Mono<Void> invite(RoomId room, UserId sender, UserId target, Optional<String> reason) {
        return openRooms
                .mustBeOpen(room)
                .then(inviteContent(target, reason, false))
                .flatMap(content -> change(room, sender, target, content));
    }

    /**
     * What an invitation says; also for the invitations that a new room begins with. {@code
     * M_INVITE_BLOCKED} for whoever wants none, {@code M_FORBIDDEN} for users of other servers.
     *
     * @param isDirect whether the room is meant for the two alone
     */
    public Mono<JsonObject> inviteContent(
            UserId target, Optional<String> reason, boolean isDirect) {
        return invitePermissions
                .mustAllow(target)
                .then(content(Membership.INVITE, target, reason))
                .map(
                        content ->
                                isDirect
                                        ? content.toBuilder().put("is_direct", true).build()
                                        : content);
    }

    /** Leaves, or turns down an invitation, or takes back a knock. */
    public Mono<Void> leave(RoomId room, UserId user, Optional<String> reason) {
        return change(room, user, user, plain(Membership.LEAVE, reason));
    }

    Mono<Void> kick(RoomId room, UserId sender, UserId target, Optional<String> reason) {
        return change(
                room,
                sender,
                target,
                plain(Membership.LEAVE, reason),
                before -> {
                    if (before == Membership.LEAVE || before == Membership.BAN) {
                        throw MatrixException.forbidden("The user is not in this room");
                    }
                    return true;
                });
    }

    Mono<Void> ban(RoomId room, UserId sender, UserId target, Optional<String> reason) {
        return change(room, sender, target, plain(Membership.BAN, reason));
    }

    Mono<Void> unban(RoomId room, UserId sender, UserId target, Optional<String> reason) {
        return change(
                room,
                sender,
                target,
                plain(Membership.LEAVE, reason),
                before -> {
                    if (before != Membership.BAN) {
                        throw MatrixException.forbidden("The user is not banned from this room");
                    }
                    return true;
                });
    }

    /**
     * {@code M_NOT_FOUND} for a room that does not exist: the specification tells it apart from one
     * that is closed.
     */
    Mono<Void> knock(RoomId room, UserId user, Optional<String> reason) {
        return openRooms
                .mustBeOpen(room)
                .then(openRooms.mustExist(room))
                .then(content(Membership.KNOCK, user, reason))
                .flatMap(content -> change(room, user, user, content));
    }

    private Mono<Void> change(RoomId room, UserId sender, UserId target, JsonObject content) {
        return change(room, sender, target, content, _ -> true);
    }

    /**
     * @param isWorthwhile asked with the target's membership; may refuse by throwing
     */
    private Mono<Void> change(
            RoomId room,
            UserId sender,
            UserId target,
            JsonObject content,
            Predicate<Membership> isWorthwhile) {
        StateKeyTuple member = StateKeyTuple.member(target);
        EventDraft draft = EventDraft.state(sender, EventTypes.MEMBER, target.value(), content);
        Function<RoomView, List<EventDraft>> decision =
                view -> isWorthwhile.test(view.membershipOf(target)) ? List.of(draft) : List.of();
        return mustAllowReason(sender, content)
                .then(writer.submit(Proposal.deciding(room, Set.of(member), decision)))
                .then();
    }

    /** The names in a membership were judged when they were given; the reason is new. */
    private Mono<Void> mustAllowReason(UserId sender, JsonObject content) {
        return content.has(REASON)
                ? moderation.mustAllow(sender, EventTypes.MEMBER, content.keeping(List.of(REASON)))
                : Mono.empty();
    }

    private Mono<JsonObject> content(Membership membership, UserId user, Optional<String> reason) {
        return profiles.memberFields(user)
                .map(
                        fields -> {
                            JsonObject.Builder content = plain(membership, reason).toBuilder();
                            fields.entries().forEach(content::put);
                            return content.build();
                        });
    }

    /** Names the member in whose name a restricted join is authorised, where somebody has to. */
    private Mono<JsonObject> authorised(RoomId room, UserId user, JsonObject content) {
        return restrictedJoins
                .authoriser(room, user)
                .map(member -> new JsonString(member.value()))
                .map(member -> content.with(RestrictedJoins.AUTHORISED_VIA, member))
                .defaultIfEmpty(content);
    }

    private static JsonObject plain(Membership membership, Optional<String> reason) {
        return JsonObject.builder()
                .put("membership", membership.value())
                .putIfPresent(REASON, reason)
                .build();
    }
}
