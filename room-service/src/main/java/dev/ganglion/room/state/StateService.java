package dev.ganglion.room.state;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.alias.Aliases;
import dev.ganglion.room.moderation.ModerationGate;
import dev.ganglion.room.moderation.ModerationVerdict;
import dev.ganglion.room.persist.Proposal;
import dev.ganglion.room.persist.RoomWriter;
import dev.ganglion.room.persist.WrittenEvent;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.stream.Stream;

/** Sets pieces of state. */
@Service
class StateService {
    private final ModerationGate moderation;
    private final Aliases aliases;
    private final RoomWriter writer;

    StateService(ModerationGate moderation, Aliases aliases, RoomWriter writer) {
        this.moderation = moderation;
        this.aliases = aliases;
        this.writer = writer;
    }

    /** The event's ID; refused by the rules or by moderation with {@code M_FORBIDDEN}. */
    Mono<EventId> set(RoomId room, EventDraft draft) {
        requireNoAuthoriser(draft);
        return requireOwnAliases(room, draft)
                .then(moderation.check(room, draft.sender(), draft.type(), draft.content()))
                .flatMap(
                        verdict ->
                                switch (verdict) {
                                    case ModerationVerdict.Allow allow ->
                                            writer.submitOne(Proposal.of(room, draft));
                                    case ModerationVerdict.Reject(String reason) ->
                                            Mono.error(MatrixException.forbidden(reason));
                                    // State that is taken away would leave the room without it: it
                                    // is refused instead.
                                    case ModerationVerdict.Delete(String reason) ->
                                            Mono.error(MatrixException.forbidden(reason));
                                })
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

    /** A room may call itself only what leads to it: {@code M_BAD_ALIAS} otherwise. */
    private Mono<Void> requireOwnAliases(RoomId room, EventDraft draft) {
        if (!draft.type().equals(EventTypes.CANONICAL_ALIAS)) {
            return Mono.empty();
        }
        JsonObject content = draft.content();
        Stream<String> named =
                Stream.concat(
                        content.string("alias").stream(),
                        content.array("alt_aliases").orElse(JsonArray.EMPTY).strings());
        return Flux.fromStream(named).concatMap(alias -> requireAliasOf(room, alias)).then();
    }

    private Mono<RoomId> requireAliasOf(RoomId room, String text) {
        RoomAlias alias =
                RoomAlias.tryParse(text)
                        .orElseThrow(
                                () ->
                                        MatrixException.invalidParam(
                                                "\"" + text + "\" is not an alias"));
        return aliases.find(alias)
                .filter(room::equals)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        MatrixException.of(
                                                400,
                                                ErrorCode.BAD_ALIAS,
                                                "The alias "
                                                        + alias
                                                        + " does not lead to this room")));
    }
}
