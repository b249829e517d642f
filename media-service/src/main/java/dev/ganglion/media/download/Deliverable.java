package dev.ganglion.media.download;

import dev.ganglion.media.catalog.ContentType;
import dev.ganglion.media.catalog.FileName;
import dev.ganglion.media.catalog.MediaItem;
import dev.ganglion.media.storage.FileKey;

import java.util.Optional;

/** A file with all that its headers say. */
public record Deliverable(
        FileKey file, long sizeBytes, ContentType type, Optional<FileName> fileName) {

    public static Deliverable of(MediaItem.Stored item) {
        return new Deliverable(item.file(), item.sizeBytes(), item.contentType(), item.fileName());
    }

    Deliverable named(FileName name) {
        return new Deliverable(file, sizeBytes, type, Optional.of(name));
    }
}
