package dev.ganglion.protocol.relation;

import dev.ganglion.protocol.identifier.UserId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
