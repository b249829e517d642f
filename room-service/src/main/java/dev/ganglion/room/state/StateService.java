package dev.ganglion.room.state;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.room.alias.CanonicalAliases;
import dev.ganglion.room.moderation.ModerationGate;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.persist.RoomWriter;
import dev.ganglion.room.persist.WrittenEvent;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

/** Sets pieces of state. */
@Service
class StateService {
    private final ModerationGate moderation;
    private final CanonicalAliases canonicalAliases;
    private final RoomWriter writer;

    StateService(ModerationGate moderation, CanonicalAliases canonicalAliases, RoomWriter writer) {
        this.moderation = moderation;
        this.canonicalAliases = canonicalAliases;
        this.writer = writer;
    }

    /** The event's ID; refused by the rules or by moderation with {@code M_FORBIDDEN}. */
    Mono<EventId> set(RoomId room, EventDraft draft) {
        requireNoAuthoriser(draft);
        return requireOwnAliases(room, draft)
                // State that is taken away at once would leave the room without it: what may not
                // stay is refused.
                .then(moderation.mustAllow(draft.sender(), draft.type(), draft.content()))
                .then(writer.submitOne(Proposal.of(room, draft)))
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

    private Mono<Void> requireOwnAliases(RoomId room, EventDraft draft) {
        return draft.type().equals(EventTypes.CANONICAL_ALIAS)
                ? canonicalAliases.mustLeadTo(
                        room, draft.sender(), draft.stateKey().orElse(""), draft.content())
                : Mono.empty();
    }
}
