package dev.ganglion.media.catalog;

import dev.ganglion.media.storage.FileKey;
import dev.ganglion.protocol.identifier.UserId;

import java.time.Instant;
import java.util.Optional;

/** A media ID and what stands behind it. */
public sealed interface MediaItem {
    String mediaId();

    UserId uploader();

    /** The content is there. */
    record Stored(
            String mediaId,
            UserId uploader,
            FileKey file,
            long sizeBytes,
            ContentType contentType,
            Optional<FileName> fileName)
            implements MediaItem {}

    /** The ID was created without content, which may come until it expires. */
    record Pending(String mediaId, UserId uploader, Instant expiresAt) implements MediaItem {}
}
