package dev.ganglion.protocol.relation;

import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Optional;

/**
 * The {@code m.relates_to} of an event that has a {@code rel_type}. A rich reply alone is none.
 * Client-server API, "Forming relationships between events".
 *
 * @param target the event that the other one relates to, which nobody has looked for yet
 * @param key of an annotation: what is annotated, such as an emoji
 */
public record Relation(String relType, EventId target, Optional<String> key) {
    private static final int MAX_REL_TYPE = 255;

    /** The relation that an event's content tells of; what does not match the schema is none. */
    public static Optional<Relation> of(JsonObject content) {
        return content.object("m.relates_to").flatMap(Relation::parse);
    }

    private static Optional<Relation> parse(JsonObject json) {
        Optional<EventId> target = json.string("event_id").flatMap(EventId::tryParse);
        return json.string("rel_type")
                .filter(relType -> !relType.isEmpty() && relType.length() <= MAX_REL_TYPE)
                .flatMap(
                        relType -> target.map(id -> new Relation(relType, id, json.string("key"))));
    }

    public boolean is(String otherRelType) {
        return relType.equals(otherRelType);
    }
}
