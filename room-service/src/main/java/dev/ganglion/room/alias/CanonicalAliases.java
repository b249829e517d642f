package dev.ganglion.room.alias;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.event.PduEvent;
import dev.ganglion.protocol.event.StateKeyTuple;
import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.room.head.RoomHead;
import dev.ganglion.room.head.RoomHeads;
import dev.ganglion.room.visibility.ReadingPoints;

import org.springframework.stereotype.Service;

import reactor.core.publisher.Mono;

import java.util.Set;
import java.util.stream.Collectors;

/** Keeps rooms from calling themselves what leads elsewhere. */
@Service
public class CanonicalAliases {
    private final AliasRepository repository;
    private final RoomHeads heads;
    private final ReadingPoints readingPoints;

    CanonicalAliases(AliasRepository repository, RoomHeads heads, ReadingPoints readingPoints) {
        this.repository = repository;
        this.heads = heads;
        this.readingPoints = readingPoints;
    }

    /**
     * Judges the content of an {@code m.room.canonical_alias} event before it is set. {@code
     * M_BAD_ALIAS} when an alias that it adds does not lead to the room, {@code M_INVALID_PARAM}
     * when it is none, {@code M_FORBIDDEN} for whoever is not in the room.
     */
    public Mono<Void> mustLeadTo(RoomId room, UserId sender, String stateKey, JsonObject content) {
        NamedAliases named = NamedAliases.of(content);
        StateKeyTuple key = new StateKeyTuple(EventTypes.CANONICAL_ALIAS, stateKey);
        // Membership first: the refusals would tell outsiders what the room calls itself.
        return readingPoints
                .mustBeJoined(room, sender)
                .flatMap(_ -> heads.get(room, Set.of(key)))
                .map(head -> named.addedTo(contentOf(head, key)))
                .filter(added -> !added.isEmpty())
                .flatMap(added -> mustAllLeadTo(room, added));
    }

    /**
     * The content of an {@code m.room.canonical_alias} event without the aliases that do not lead
     * to the room; empty when none is left.
     */
    public Mono<JsonObject> leadingTo(RoomId room, JsonObject content) {
        Set<RoomAlias> named = NamedAliases.parsable(content);
        return repository
                .listOfRoomAmong(room, named)
                .map(RoomAlias::value)
                .collect(Collectors.toSet())
                .map(leading -> NamedAliases.keeping(content, leading));
    }

    private Mono<Void> mustAllLeadTo(RoomId room, Set<RoomAlias> aliases) {
        return repository
                .listOfRoomAmong(room, aliases)
                .collect(Collectors.toSet())
                .doOnNext(leading -> requireAll(aliases, leading))
                .then();
    }

    private static void requireAll(Set<RoomAlias> aliases, Set<RoomAlias> leading) {
        for (RoomAlias alias : aliases) {
            if (!leading.contains(alias)) {
                throw NamedAliases.doesNotLeadHere(alias);
            }
        }
    }

    private static JsonObject contentOf(RoomHead head, StateKeyTuple key) {
        return head.get(key).map(PduEvent::content).orElse(JsonObject.EMPTY);
    }
}
