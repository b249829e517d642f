package dev.ganglion.room.state;

import dev.ganglion.protocol.auth.Membership;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.room.alias.CanonicalAliases;
import dev.ganglion.room.block.RoomBlocks;
import dev.ganglion.room.invitepermission.InvitePermissions;
import dev.ganglion.room.moderation.ModerationGate;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.persist.RoomWriter;
import dev.ganglion.room.persist.WrittenEvent;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Optional;
import java.util.Set;

/** Sets pieces of state. */
@Service
public class StateService {
    private static final Set<String> WAYS_OUT =
            Set.of(Membership.LEAVE.value(), Membership.BAN.value());

    private final ModerationGate moderation;
    private final CanonicalAliases canonicalAliases;
    private final RoomBlocks blocks;
    private final InvitePermissions invitePermissions;
    private final RoomWriter writer;

    StateService(
            ModerationGate moderation,
            CanonicalAliases canonicalAliases,
            RoomBlocks blocks,
            InvitePermissions invitePermissions,
            RoomWriter writer) {
        this.moderation = moderation;
        this.canonicalAliases = canonicalAliases;
        this.blocks = blocks;
        this.invitePermissions = invitePermissions;
        this.writer = writer;
    }

    /** The event's ID; refused by the rules or by moderation with {@code M_FORBIDDEN}. */
    Mono<EventId> set(RoomId room, EventDraft draft) {
        return set(draft, Proposal.of(room, draft));
    }

    /** Sets it by a proposal that writes this draft, or refuses to. */
    public Mono<EventId> set(EventDraft draft, Proposal proposal) {
        requireNoAuthoriser(draft);
        return mustNotLeadIntoBlocked(proposal.roomId(), draft)
                .then(mustAllowInvitation(draft))
                .then(requireOwnAliases(proposal.roomId(), draft))
                // State that is taken away at once would leave the room without it: what may not
                // stay is refused.
                .then(moderation.mustAllow(draft.sender(), draft.type(), draft.content()))
                .then(writer.submitOne(proposal))
                .map(WrittenEvent::eventId);
    }

    /**
     * A restricted join is authorised in a member's name by this server's signature: only this
     * server says by whom, after it has looked into the rooms that let the user in.
     */
    private static void requireNoAuthoriser(EventDraft draft) {
        if (draft.type().equals(EventTypes.MEMBER)
                && draft.content().has("join_authorised_via_users_server")) {
            throw MatrixException.forbidden("Join the room to have the server authorise it");
        }
    }

    /** A membership may also be set as state; leaving is never refused. */
    private Mono<Void> mustNotLeadIntoBlocked(RoomId room, EventDraft draft) {
        boolean isWayOut =
                draft.content().string("membership").filter(WAYS_OUT::contains).isPresent();
        return draft.type().equals(EventTypes.MEMBER) && !isWayOut
                ? blocks.mustNotBeBlocked(room)
                : Mono.empty();
    }

    /** Client-server API, "Invite permission": an invitation may also be set as state. */
    private Mono<Void> mustAllowInvitation(EventDraft draft) {
        boolean isInvitation =
                draft.type().equals(EventTypes.MEMBER)
                        && draft.content()
                                .string("membership")
                                .equals(Optional.of(Membership.INVITE.value()));
        return Mono.justOrEmpty(draft.stateKey())
                .filter(_ -> isInvitation)
                .flatMap(invited -> Mono.justOrEmpty(UserId.tryParse(invited)))
                .flatMap(invitePermissions::mustAllow);
    }

    private Mono<Void> requireOwnAliases(RoomId room, EventDraft draft) {
        return draft.type().equals(EventTypes.CANONICAL_ALIAS)
                ? canonicalAliases.mustLeadTo(
                        room, draft.sender(), draft.stateKey().orElse(""), draft.content())
                : Mono.empty();
    }
}
