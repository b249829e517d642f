package dev.ganglion.protocol.relation;

import dev.ganglion.protocol.crypto.Sha256;
import dev.ganglion.protocol.identifier.UserId;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * Stands for all that makes two annotations of one event the same: sender, event type and key.
 * Module "Event annotations and reactions", "Avoiding duplicate annotations".
 */
public final class AnnotationId {
    private AnnotationId() {}

    /**
     * The first half of the SHA-256 of the three, with NUL between them; empty for what is no
     * annotation, or has no key.
     */
    public static Optional<UUID> of(UserId sender, String type, Relation relation) {
        return relation.is(RelTypes.ANNOTATION)
                ? relation.key().map(key -> digest(sender.value() + '\0' + type + '\0' + key))
                : Optional.empty();
    }

    private static UUID digest(String text) {
        ByteBuffer hash = ByteBuffer.wrap(Sha256.of(text));
        return new UUID(hash.getLong(), hash.getLong());
    }
}
