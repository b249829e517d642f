package dev.ganglion.protocol.relation;

import dev.ganglion.protocol.event.EventTypes;
import dev.ganglion.protocol.json.JsonObject;

import java.util.Arrays;
import java.util.Set;

/** What a server makes of a relation: the kinds that it tells apart when it sums relations up. */
public enum RelationKind {
    ANNOTATION("a"),
    REFERENCE("r"),
    /** A valid replacement. Module "Event replacements", "Validity of replacement events". */
    REPLACEMENT("e"),
    /**
     * An {@code m.replace} that is to be ignored: it replaces nothing, but relates all the same.
     */
    IGNORED_REPLACEMENT("x"),
    THREAD("t"),
    /** Any other relation type. */
    OTHER("o"),
    /** Relates to an event that itself relates to the target. */
    SECOND_HAND("2"),
    /** Relates to an event that relates at second hand. */
    THIRD_HAND("3");

    /** As many steps does a relation at third hand take. */
    public static final int MAX_DEPTH = 3;

    private final String code;

    RelationKind(String code) {
        this.code = code;
    }

    /** The kind that is stored so. */
    public static RelationKind ofCode(String code) {
        return Arrays.stream(values())
                .filter(kind -> kind.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No kind of relation: " + code));
    }

    /** As it is stored; most statements of the services spell the letter itself. */
    public String code() {
        return code;
    }

    /**
     * The kind, as far as the relating event alone tells. A replacement has to fit its original
     * besides: same room, same sender, same type, no state, and no replacement itself.
     */
    public static RelationKind of(
            Relation relation, String type, boolean isState, JsonObject content) {
        return switch (relation.relType()) {
            case RelTypes.ANNOTATION -> ANNOTATION;
            case RelTypes.REFERENCE -> REFERENCE;
            case RelTypes.THREAD -> THREAD;
            case RelTypes.REPLACE ->
                    !isState && hasNewContent(type, content) ? REPLACEMENT : IGNORED_REPLACEMENT;
            default -> OTHER;
        };
    }

    /** Whether the relation leads to its target without another event between them. */
    public boolean isDirect() {
        return this != SECOND_HAND && this != THIRD_HAND;
    }

    /** The kinds of direct relations of that type. */
    public static Set<RelationKind> ofType(String relType) {
        return switch (relType) {
            case RelTypes.ANNOTATION -> Set.of(ANNOTATION);
            case RelTypes.REFERENCE -> Set.of(REFERENCE);
            case RelTypes.THREAD -> Set.of(THREAD);
            case RelTypes.REPLACE -> Set.of(REPLACEMENT, IGNORED_REPLACEMENT);
            default -> Set.of(OTHER);
        };
    }

    /** Of an encrypted event the new content is in the encrypted payload, unseen by servers. */
    private static boolean hasNewContent(String type, JsonObject content) {
        return type.equals(EventTypes.ENCRYPTED) || content.object("m.new_content").isPresent();
    }
}
