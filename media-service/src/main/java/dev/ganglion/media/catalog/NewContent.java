package dev.ganglion.media.catalog;

import dev.ganglion.media.storage.StoredContent;

import java.util.Optional;

/** Content that was just stored, with what its uploader said of it. */
public record NewContent(StoredContent stored, ContentType type, Optional<FileName> fileName) {}
