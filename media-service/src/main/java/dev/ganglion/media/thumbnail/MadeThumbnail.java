package dev.ganglion.media.thumbnail;

import dev.ganglion.media.catalog.ContentType;

import java.nio.ByteBuffer;

/** A thumbnail that is not stored yet. */
record MadeThumbnail(ByteBuffer bytes, ContentType type) {}
