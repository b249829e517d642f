package dev.ganglion.room.persist;

import dev.ganglion.protocol.event.EventDraft;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.version.RoomVersion;
import dev.ganglion.room.head.RoomNid;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a room begins with. All of it is written, or nothing.
 *
 * @param drafts in order, the create event first; each has to be allowed on those before it
 * @param alias one that has to be free
 * @param lastDrafts what follows the drafts and can be made only when the room's ID is known; asked
 *     again in the rare case that the ID turns out to be taken
 * @param replaced the room whose one successor this is to be
 */
public record Beginning(
        RoomVersion version,
        List<EventDraft> drafts,
        boolean isPublished,
        Optional<RoomAlias> alias,
        Function<RoomId, Mono<List<EventDraft>>> lastDrafts,
        Optional<RoomNid> replaced) {

    /** A room that stands in no directory, has no alias and replaces none. */
    public static Beginning of(RoomVersion version, List<EventDraft> drafts) {
        return new Beginning(
                version,
                List.copyOf(drafts),
                false,
                Optional.empty(),
                _ -> Mono.just(List.of()),
                Optional.empty());
    }

    /** The same, found in the directory or by an alias. */
    public Beginning found(boolean inDirectory, Optional<RoomAlias> byAlias) {
        return new Beginning(version, drafts, inDirectory, byAlias, lastDrafts, replaced);
    }

    /** The same with these events at its end. */
    public Beginning endingWith(Function<RoomId, Mono<List<EventDraft>>> last) {
        return new Beginning(version, drafts, isPublished, alias, last, replaced);
    }

    /** The same as the successor of that room. */
    public Beginning replacing(RoomNid room) {
        return new Beginning(version, drafts, isPublished, alias, lastDrafts, Optional.of(room));
    }

    /** The content of the state that the room begins with, the last of a type without state key. */
    public Optional<JsonObject> contentOf(String type) {
        StateKeyTuple key = new StateKeyTuple(type, "");
        return drafts.reversed().stream()
                .filter(draft -> draft.stateKeyTuple().equals(Optional.of(key)))
                .findFirst()
                .map(EventDraft::content);
    }
}
