package dev.ganglion.room.persist;

import dev.ganglion.protocol.error.ErrorCode;
import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.UserId;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.relation.AnnotationId;
import dev.ganglion.protocol.relation.RelTypes;
import dev.ganglion.protocol.relation.Relation;

import java.util.Optional;
import java.util.UUID;

/**
 * What there must not be before an event that relates to another: the same annotation, or, where a
 * thread is to begin, a relation of its root.
 *
 * @param annotation empty for an event of a thread
 */
public record RelationCheck(RoomId roomId, EventId target, Optional<UUID> annotation) {
    /** Empty for events that may be sent whatever there is. */
    static Optional<RelationCheck> of(
            RoomId roomId, UserId sender, String type, JsonObject content) {
        return Relation.of(content)
                .flatMap(
                        relation -> {
                            Optional<UUID> annotation = AnnotationId.of(sender, type, relation);
                            return annotation.isPresent() || relation.is(RelTypes.THREAD)
                                    ? Optional.of(
                                            new RelationCheck(
                                                    roomId, relation.target(), annotation))
                                    : Optional.empty();
                        });
    }

    boolean isOfAnnotation() {
        return annotation.isPresent();
    }

    MatrixException refusal() {
        return isOfAnnotation()
                // Module "Event annotations and reactions", "Avoiding duplicate annotations".
                ? MatrixException.of(
                        400,
                        ErrorCode.DUPLICATE_ANNOTATION,
                        "You have annotated this event in the same way already")
                // Module "Threading", "Validation of m.thread relationships".
                : MatrixException.of(
                        400,
                        ErrorCode.UNKNOWN,
                        "A thread cannot begin at an event that itself relates to another");
    }
}
